package dev.renderfarm.coordinator.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.catalogue.CatalogueSource;
import dev.renderfarm.common.catalogue.DefaultsRequest;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.catalogue.TemplateRequest;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.layout.Template;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptLibraryTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final PromptLibrary catalogue = catalogue(Optional.empty());

    @Test
    void shouldShipTemplatesThatAreOnesInBothLanguages() {
        assertThat(catalogue.templates()).allSatisfy(template -> Template.parse(template.prompt()));
        assertThat(catalogue.templates()).extracting(PromptTemplate::language).contains("en", "zh");
        assertThat(catalogue.presets()).extracting(Preset::name).contains("draft", "catalogue", "hero");
        assertThat(catalogue.preset(String.valueOf(catalogue.suggested().preset())))
                .isPresent();
    }

    @Test
    void shouldKeepEveryVersionOfATemplateThatIsPut() {
        // When
        put("studio", "{title} one");
        PromptTemplate second = put("studio", "{title} two");
        // Then: the shipped one is version 1
        assertThat(second.version()).isEqualTo(3);
        assertThat(second.source()).isEqualTo(CatalogueSource.OWN);
        assertThat(catalogue.template("studio").map(PromptTemplate::prompt)).contains("{title} two");
        assertThat(catalogue.template("studio@2").map(PromptTemplate::prompt)).contains("{title} one");
        assertThat(catalogue.template("studio@1").map(PromptTemplate::source)).contains(CatalogueSource.SHIPPED);
        // When
        catalogue.deleteTemplate("studio");
        // Then
        assertThat(catalogue.template("studio").map(PromptTemplate::version)).contains(1);
    }

    @Test
    void shouldPutOnePresetInThePlaceOfAnother() {
        // When
        catalogue.putPreset("draft", "ours", Map.of("size", "4:5"));
        // Then
        assertThat(catalogue.preset("draft").orElseThrow().fields()).isEqualTo(Map.of("size", "4:5"));
        catalogue.deletePreset("draft");
        assertThat(catalogue.preset("draft").map(Preset::source)).contains(CatalogueSource.SHIPPED);
        assertThatThrownBy(() -> catalogue.deletePreset("draft"))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("comes with the farm");
        assertThatThrownBy(() -> catalogue.deletePreset("../farm")).isInstanceOf(RequestRefusedException.class);
    }

    @Test
    void shouldRefuseWhatIsNoTemplateAndNoPreset() {
        assertThatThrownBy(() -> put("mine", "{title|uper}")).hasMessageContaining("upper");
        assertThatThrownBy(() -> catalogue.putPreset("mine", null, Map.of("prompt", "x")))
                .hasMessageContaining("cannot say \"prompt\"");
        assertThatThrownBy(() -> catalogue.putPreset("mine", null, Map.of("output_format", "bmp")))
                .hasMessageContaining("output_format must be");
        assertThatThrownBy(() -> PromptLibrary.checkedName("a/b")).isInstanceOf(RequestRefusedException.class);
    }

    @Test
    void shouldPutTheOperatorsBetweenTheReleaseAndTheBucket(@TempDir Path folder) throws IOException {
        // Given
        Path file = Files.writeString(
                folder.resolve("catalogue.json"),
                "{\"preset\":\"house\",\"presets\":[{\"name\":\"house\",\"fields\":{\"size\":\"4:5\"}},"
                        + "{\"name\":\"draft\",\"fields\":{\"size\":\"25%\"}}]}");
        // When
        PromptLibrary ours = catalogue(Optional.of(file));
        // Then
        assertThat(ours.suggested().preset()).isEqualTo("house");
        assertThat(ours.preset("draft").map(Preset::source)).contains(CatalogueSource.OPERATOR);
        Path none = Files.writeString(folder.resolve("none.json"), "[]");
        assertThatThrownBy(() -> catalogue(Optional.of(none)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("renderfarm.catalogue.file");
    }

    @Test
    void shouldSuggestWhatTheTenantSaysAsLongAsThereIsSuchAThing() {
        // Given
        DefaultsRequest before = catalogue.suggested();
        catalogue.putPreset("house", null, Map.of("guidance_scale", "0", "output_format", "webp"));
        // When
        catalogue.suggest(new DefaultsRequest("house", "studio@1"));
        // Then
        assertThat(catalogue.suggested()).isEqualTo(new DefaultsRequest("house", "studio@1"));
        // When
        catalogue.deletePreset("house");
        // Then
        assertThat(catalogue.suggested()).isEqualTo(new DefaultsRequest(before.preset(), "studio@1"));
        // When
        catalogue.suggest(new DefaultsRequest(null, null));
        // Then
        assertThat(catalogue.suggested()).isEqualTo(before);
    }

    @Test
    void shouldNotSuggestWhatThereIsNot() {
        assertThatThrownBy(() -> catalogue.suggest(new DefaultsRequest("drfat", null)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("did you mean \"draft\"");
        assertThatThrownBy(() -> catalogue.suggest(new DefaultsRequest(null, "studio@9")))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("no template");
        assertThatThrownBy(() -> catalogue.suggest(new DefaultsRequest("../farm", null)))
                .isInstanceOf(RequestRefusedException.class);
    }

    private PromptTemplate put(String name, String text) {
        return catalogue.putTemplate(name, new TemplateRequest(null, null, text, null).named(name));
    }

    private PromptLibrary catalogue(Optional<Path> file) {
        return new PromptLibrary(objects, CatalogueFile.ofOperator(file), CatalogueFile.shipped(), Template::parse);
    }
}
