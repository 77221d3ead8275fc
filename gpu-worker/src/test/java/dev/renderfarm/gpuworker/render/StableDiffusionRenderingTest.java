package dev.renderfarm.gpuworker.render;

import static dev.renderfarm.gpuworker.sample.SampleTasks.SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ClipWindows;
import dev.renderfarm.common.model.GuidanceForm;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.model.NegativeDefault;
import dev.renderfarm.common.model.NoiseSchedule;
import dev.renderfarm.common.model.Prediction;
import dev.renderfarm.common.model.StepSpacing;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.SaidSizes;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.FakeDiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The prediction of the model is the first token id of a caption, and 0 for a caption of zeros. */
class StableDiffusionRenderingTest {

    private static final ModelManifest SDXL = new ModelManifest(
            ModelManifest.SCHEMA_VERSION,
            new ModelName("xl"),
            "1",
            "sha256:00",
            ModelManifest.SDXL,
            "f32",
            new ClipWindows(4, 8, 9, 3),
            new ModelManifest.Latent(4, 8),
            new ModelManifest.SizeLimits(8, 8, 64, 64 * 64),
            new NoiseSchedule(
                    SchedulerKind.EULER,
                    Prediction.EPSILON,
                    StepSpacing.LEADING,
                    1,
                    false,
                    false,
                    new NoiseSchedule.Betas("scaled_linear", 0.00085, 0.012, 1000),
                    List.of(SchedulerKind.EULER_ANCESTRAL, SchedulerKind.DPMPP_2M)),
            new ModelManifest.Conditions(2, true, NegativeDefault.ZEROS),
            ModelManifest.Guidance.of(GuidanceForm.INTERPOLATED),
            new ModelManifest.Defaults(SIZE, Sampling.of(2, 5), 50),
            Map.of());
    private static final LatentShape SHAPE = new LatentShape(SIZE.height() / 8, SIZE.width() / 8, 4);

    private final FakeDiffusionModel model = new FakeDiffusionModel();
    private final DiffusionRenderer renderer = new DiffusionRenderer(
            model, prompt -> new int[] {prompt.length()}, SDXL, 4, EnergyCounter.NONE, new ManualTime(Instant.EPOCH));

    @Test
    void shouldBeginWithScaledNoiseAtTheTrainingsTimeSteps() throws InterruptedException {
        // When
        render(request(1, null, 1));
        // Then: the first step's input is noise · √(σ² + 1) / √(σ² + 1)
        float[] noise = SHAPE.noise(new TorchGenerator(1));
        assertThat(model.times).containsExactly(501f, 1f);
        assertThat(model.seen.get(0)).usingComparatorWithPrecision(1e-5f).containsExactly(noise);
    }

    @Test
    void shouldBeGuidedFromZerosWhereNothingIsSaidAndElseFromWhatIs() throws InterruptedException {
        // When
        render(request(1, null, 5));
        render(request(1, "", 5));
        render(request(1, null, 1));
        // Then: two passes a step, two, one
        assertThat(model.times).hasSize(4 + 4 + 2);
        assertThat(model.encoded)
                .as("the prompt once, the empty one when it is given")
                .containsExactly(5, 0);
    }

    @Test
    void shouldDrawThePictureOfASeedAloneAsInAMicroBatchWhenNoiseIsDrawnBetweenSteps() throws InterruptedException {
        // Given
        ImageRequest one = request(1, null, 1).with(SchedulerKind.EULER_ANCESTRAL, SaidSizes.AS_DRAWN);
        ImageRequest two = request(2, null, 1).with(SchedulerKind.EULER_ANCESTRAL, SaidSizes.AS_DRAWN);
        render(one);
        float[] first = model.decoded;
        render(two);
        float[] second = model.decoded;
        // When
        render(one, two);
        // Then
        assertThat(Arrays.copyOf(model.decoded, SHAPE.size())).containsExactly(first);
        assertThat(Arrays.copyOfRange(model.decoded, SHAPE.size(), 2 * SHAPE.size()))
                .containsExactly(second);
        render(request(1, null, 1));
        assertThat(model.decoded).isNotEqualTo(first);
    }

    private void render(ImageRequest... requests) throws InterruptedException {
        renderer.render(List.of(requests), Cancellation.NEVER);
    }

    private static ImageRequest request(long seed, @Nullable String negative, double scale) {
        return new ImageRequest("a mug", negative, SIZE, Sampling.of(2, scale), seed);
    }
}
