package dev.renderfarm.coordinator.intake;

import static dev.renderfarm.coordinator.intake.IntakeDesk.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.catalogue.DeliveryProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines that name a delivery profile, for a model that draws 64x64 and sides that are multiples of 16. */
class DeliveryIntakeTest {

    private static final String HOUSE = """
            {"profiles": [
              {"name": "house",
               "rules": {"formats": ["jpeg", "png"], "quality": 90, "sides": {"least_longer": 100, "most_longer": 400}},
               "sources": [{"rules": ["format", "size"], "source": "our own", "date": "2026-11"}]},
              {"name": "wide",
               "rules": {"formats": ["webp"], "sides": {"shape": "2:1"}},
               "sources": [{"rules": ["format", "size"], "source": "our own", "date": "2026-11"}]},
              {"name": "screen",
               "rules": {"formats": ["webp"], "sides": {"shape": "16:9"}},
               "sources": [{"rules": ["format", "size"], "source": "our own", "date": "2026-11"}]}]}
            """;

    @TempDir
    private Path folder;

    private IntakeDesk desk = new IntakeDesk();

    @BeforeEach
    void haveProfiles() throws IOException {
        Path file = Files.writeString(folder.resolve("profiles.json"), HOUSE);
        desk = new IntakeDesk(DeliveryProfiles.of(Optional.of(file)));
    }

    @Test
    void shouldTakeFormatAndCompressionFromTheProfileWhereALineIsSilent() throws InterruptedException {
        // When
        desk.validate("sku,prompt,profile,output_format,output_compression\n"
                + "A,mug,house,,\nB,mug,house,png,\nC,mug,house,jpeg,70\nD,mug, house ,jpeg,100\nE,mug,,,\n");
        // Then
        List<RenderItem> items = desk.items(0);
        assertThat(items)
                .extracting(item -> item.imageFile().toString())
                .containsExactly("A.jpg", "B.png", "C.jpg", "D.jpg", "E.png");
        assertThat(items).extracting(item -> item.image().encoding().quality()).containsExactly(90, 100, 70, 100, 100);
        assertThat(items.subList(0, 4))
                .extracting(
                        item -> Objects.requireNonNull(item.image().encoding().delivery())
                                .profile())
                .containsOnly("house");
        assertThat(items.get(4).image().encoding()).isEqualTo(Encoding.PLAIN);
    }

    @Test
    void shouldPutTheRulesOfNowIntoTheItem() throws InterruptedException {
        desk.validate("sku,prompt,profile\nA,mug,web\n");
        Delivery delivery = desk.items(0).get(0).image().encoding().delivery();
        assertThat(Objects.requireNonNull(delivery).rules().formats())
                .containsExactly(ImageFormat.WEBP, ImageFormat.JPEG);
        assertThat(delivery.rules().mostBytes()).isEqualTo(500_000);
    }

    @Test
    void shouldDrawTheShapeThatTheProfileWantsWhereALineSaysNoSize() throws InterruptedException {
        desk.validate("sku,prompt,profile,size\nA,mug,wide,\nB,mug,wide,64x32\n");
        assertThat(desk.items(0))
                .extracting(item -> item.image().size())
                .containsExactly(new ImageSize(96, 48), new ImageSize(64, 32));
    }

    @Test
    void shouldTakeTheNearestThatTheModelDrawsForTheShape() throws InterruptedException {
        desk.validate("sku,prompt,profile,size\nA,mug,screen,\n");
        RenderItem item = desk.items(0).get(0);
        assertThat(item.image().size()).isEqualTo(new ImageSize(80, 48));
        assertThat(Objects.requireNonNull(item.image().encoding().delivery())
                        .delivered(item.image().size()))
                .contains(new ImageSize(80, 45));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mug,ebay,,|profile|\"ebay\" is no delivery profile of this farm, which has amazon-main, google-merchant,"
                        + " house, screen, shopify, web, wide: name one of them, or leave it out",
                "mug,house,webp,|output_format|is webp, and the profile house takes jpeg or png",
                "mug,house,png,32x32|size|32x32 cannot be delivered by the profile house, which takes 100 to 400 pixels on"
                        + " the longer side and enlarges a picture 2.0 times at most",
                "mug,wide,,64x64|size|64x64 is not of the shape that the profile wide takes, of the shape 2:1",
                "mug,screen,,64x64|size|64x64 is not of the shape that the profile screen takes, of the shape 16:9",
                "mug,amazon-main,,|size|64x64 cannot be delivered by the profile amazon-main",
            })
    void shouldRefuseALineThatContradictsItsProfile(String line, String field, String message)
            throws InterruptedException {
        // When
        List<LineError> errors = rejected(desk.validate("sku,prompt,profile,output_format,size\nA," + line + "\n"));
        // Then
        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.line()).isEqualTo(2);
            assertThat(error.field()).isEqualTo(field);
            assertThat(error.message()).startsWith(message);
        });
    }

    @Test
    void shouldReadAManifestOfDeliveredPicturesAsItWasAskedFor() throws InterruptedException {
        // When
        desk.validate("sku,variant,status,image,url,sha256,bytes,width,height,attempts,error_code,prompt,profile,"
                + "profile_mended,profile_failed,size\n"
                + "A,1,completed,k,u,0,9,100,100,1,,mug,house,\"size: 64x64, wanted more\",,64x64\n"
                + "B,1,completed,k,u,0,9,64,32,1,,mug,,,,\n");
        // Then
        assertThat(desk.items(0))
                .extracting(item -> item.image().size())
                .containsExactly(new ImageSize(64, 64), new ImageSize(64, 32));
        assertThat(desk.items(0).get(0).image().encoding().delivery()).isNotNull();
    }
}
