package dev.renderfarm.coordinator.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.catalogue.CatalogueSource;
import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.common.storage.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryProfilesTest {

    private static final String SOURCES =
            "\"sources\":[{\"rules\":[\"format\",\"size\"],\"source\":\"our own\",\"date\":\"2026-11\"}]";

    @TempDir
    private Path folder;

    @Test
    void shouldHaveThoseOfTheRelease() {
        assertThat(DeliveryProfiles.shipped().all())
                .extracting(DeliveryProfile::name)
                .containsExactly("amazon-main", "google-merchant", "shopify", "web");
        assertThat(DeliveryProfiles.shipped().find("amazon-main").orElseThrow().source())
                .isEqualTo(CatalogueSource.SHIPPED);
        assertThat(DeliveryProfiles.shipped().find("ebay")).isEmpty();
    }

    @Test
    void shouldPutTheOperatorsBeforeTheReleases() throws IOException {
        // Given
        Path file = file(
                "{\"profiles\":[{\"name\":\"web\",\"rules\":{\"formats\":[\"png\"],\"sides\":{\"most_longer\":900}},"
                        + SOURCES + "}]}");
        // When
        DeliveryProfiles profiles = DeliveryProfiles.of(Optional.of(file));
        // Then
        DeliveryProfile web = profiles.find("web").orElseThrow();
        assertThat(web.source()).isEqualTo(CatalogueSource.OPERATOR);
        assertThat(web.rules().formats()).containsExactly(ImageFormat.PNG);
        assertThat(profiles.all()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'a','rules':{'formats':['png'],'most_byte':5},SOURCES}|there is no field \"most_byte\"",
                "{'name':'a','rules':{'formats':['bmp']},SOURCES}|",
                "{'name':'a','rules':{'formats':[]},SOURCES}|names no format",
                "{'name':'A a','rules':{'formats':['png']},SOURCES}|a name has 1 to 63 characters",
                "{'name':'a','rules':{'formats':['png'],'most_bytes':99999},SOURCES}|where these rules come from: bytes",
                "null|entry 1 of profiles is null",
                "{'name':'a','rules':{'formats':['png',null]},SOURCES}|entry 2 of formats is null",
                "{'name':'a','rules':{'formats':['png']},'sources':[null]}|entry 1 of sources of a is null",
                "{'name':'a','rules':{'formats':['png']},'sources':[{'rules':[null],'source':'x','date':'2026-11'}]}"
                        + "|entry 1 of rules of a source is null",
                "{'name':'a','rules':{'formats':['png'],'sides':{'least_shorter':8192,'shape':'4:1'}},SOURCES}"
                        + "|more than 67108864 pixels",
                "{'name':'a',SOURCES}|the profile a has no rules",
                "{'name':'a','rules':{'formats':['png']},SOURCES},{'name':'a','rules':{'formats':['png']},SOURCES}|two profiles a",
            })
    void shouldRefuseAFileWithASlipOfThePen(String profiles, @Nullable String problem) throws IOException {
        Path file = file("{\"profiles\":[" + profiles.replace('\'', '"').replace("SOURCES", SOURCES) + "]}");
        assertThatThrownBy(() -> DeliveryProfiles.of(Optional.of(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("renderfarm.catalogue.profiles")
                .hasMessageContaining(problem == null ? "" : problem);
    }

    @Test
    void shouldNameTheFileThatIsNotThere() {
        assertThatThrownBy(() -> DeliveryProfiles.of(Optional.of(folder.resolve("none.json"))))
                .hasMessageContaining("none.json cannot be read");
    }

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("profiles.json"), json);
    }
}
