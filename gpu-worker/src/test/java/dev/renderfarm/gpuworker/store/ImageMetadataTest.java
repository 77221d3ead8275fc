package dev.renderfarm.gpuworker.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.release.Recorded;
import dev.renderfarm.common.wire.Json;
import org.junit.jupiter.api.Test;

class ImageMetadataTest {

    @Test
    void shouldReadTheMetadataThatAnyReleaseWrote() {
        assertThat(Recorded.all("image.json"))
                .allSatisfy(recorded -> assertThat(Json.read(recorded.content(), ImageMetadata.class))
                        .satisfies(metadata -> {
                            assertThat(metadata.customId()).isEqualTo("MUG");
                            assertThat(metadata.variant()).isEqualTo(2);
                            assertThat(metadata.seconds()).hasSize(7);
                        }));
        Recorded.assertWrittenAsBefore("image.json", ImageMetadata.class);
    }
}
