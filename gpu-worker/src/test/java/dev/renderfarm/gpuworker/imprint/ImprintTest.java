package dev.renderfarm.gpuworker.imprint;

import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.SaidSizes;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import org.junit.jupiter.api.Test;

class ImprintTest {

    private static final ImageRequest DRAWN =
            new ImageRequest("a mug", null, new ImageSize(64, 64), Sampling.of(8, 0), 7);
    private static final ImageRequest EDITED = new ImageRequest(
            "on marble",
            null,
            new ImageSize(64, 64),
            Sampling.of(8, 0),
            7,
            new Edit(
                    new SourcePicture("files/file-1", "ab", 12, 64, 64),
                    null,
                    0.75,
                    MaskToLatents.NEAREST,
                    EncodeMode.SAMPLE,
                    true,
                    0,
                    null,
                    Resize.EXACT),
            Encoding.PLAIN);

    @Test
    void shouldSayThatAnEditIsMadeFromAnotherPicture() {
        // When
        Imprint drawn = Imprint.of(DRAWN, ModelLabel.of(MANIFEST));
        Imprint edited = Imprint.of(EDITED, ModelLabel.of(MANIFEST));
        // Then
        assertThat(drawn.xmp()).contains("/digitalsourcetype/trainedAlgorithmicMedia<");
        assertThat(edited.xmp()).contains("/digitalsourcetype/compositeWithTrainedAlgorithmicMedia<");
        assertThat(drawn.parameters()).doesNotContain("Denoising strength");
        assertThat(edited.parameters()).contains("Denoising strength: 0.75");
    }

    @Test
    void shouldNameTheSamplerThatWasAskedForElseTheModels() {
        // Given
        ImageRequest asked = DRAWN.with(SchedulerKind.DDIM, SaidSizes.AS_DRAWN);
        // Then
        assertThat(Imprint.of(asked, ModelLabel.of(MANIFEST)).parameters()).contains(", Sampler: ddim, ");
        assertThat(Imprint.of(DRAWN, ModelLabel.of(MANIFEST)).parameters()).doesNotContain("ddim");
    }
}
