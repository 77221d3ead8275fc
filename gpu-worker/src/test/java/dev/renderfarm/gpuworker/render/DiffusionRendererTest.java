package dev.renderfarm.gpuworker.render;

import static dev.renderfarm.gpuworker.sample.SampleTasks.MANIFEST;
import static dev.renderfarm.gpuworker.sample.SampleTasks.SIZE;
import static dev.renderfarm.gpuworker.sample.SampleTasks.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.SaidSizes;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.diffusion.golden.Finding;
import dev.renderfarm.diffusion.golden.GoldenRecord;
import dev.renderfarm.diffusion.golden.GoldenRequest;
import dev.renderfarm.diffusion.golden.GoldenRun;
import dev.renderfarm.diffusion.golden.GoldenStage;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.FakeDiffusionModel;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import dev.renderfarm.gpuworker.stage.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiffusionRendererTest {

    private static final LatentShape LATENTS = new LatentShape(2, 4, 4);

    private final FakeDiffusionModel model = new FakeDiffusionModel();
    private final DiffusionRenderer renderer = new DiffusionRenderer(
            model,
            prompt -> new int[] {prompt.length()},
            MANIFEST,
            2,
            EnergyCounter.NONE,
            new ManualTime(SampleTasks.NOW));

    @Test
    void shouldFollowTheScheduleFromTheSeedsNoiseWhenItRenders() throws InterruptedException {
        // When: the prompt's five characters make the velocity 5 everywhere
        Rendering rendering = renderer.render(List.of(request(7)), Cancellation.NEVER);
        // Then: sigma falls from 1 to 0 in all, so the latents move by -5
        assertThat(model.times).containsExactly(0f, 0.1f, 0.25f, 0.5f);
        float[] noise = LATENTS.noise(new TorchGenerator(7));
        for (int i = 0; i < noise.length; i++) {
            assertThat(model.decoded[i]).isEqualTo(noise[i] - 5f, within(1e-5f));
        }
        assertThat(rendering.pictures()).extracting(Picture::size).containsExactly(SIZE);
        assertThat(rendering.times())
                .containsOnlyKeys(Stage.WAIT_FOR_DEVICE, Stage.ENCODE_PROMPT, Stage.DENOISE, Stage.DECODE);
    }

    @Test
    void shouldGiveEachPictureItsOwnNoiseWhenTheyShareAMicroBatch() throws InterruptedException {
        // When
        renderer.render(List.of(request(1), request(2)), Cancellation.NEVER);
        // Then
        float[] together = model.decoded;
        renderer.render(List.of(request(2)), Cancellation.NEVER);
        assertThat(Arrays.copyOfRange(together, LATENTS.size(), 2 * LATENTS.size()))
                .isEqualTo(model.decoded);
    }

    @Test
    void shouldMoveAwayFromTheNegativePromptWhenGuidanceIsOn() throws InterruptedException {
        // Given: p = 5, q = 4
        ImageRequest guided = guided("blur", 2.0);
        // When
        renderer.render(List.of(guided), Cancellation.NEVER);
        // Then: p + 2 (p - q) = 7
        assertThat(model.times).hasSize(8);
        assertThat(model.decoded[0]).isEqualTo(LATENTS.noise(new TorchGenerator(1))[0] - 7f, within(1e-5f));
    }

    @Test
    void shouldTakeAnEmptyNegativePromptWhenNoneIsGiven() throws InterruptedException {
        // When
        renderer.render(List.of(guided(null, 1.0)), Cancellation.NEVER);
        // Then: p = 5, q = 0
        assertThat(model.decoded[0]).isEqualTo(LATENTS.noise(new TorchGenerator(1))[0] - 10f, within(1e-5f));
    }

    @Test
    void shouldShortenTheGuidedPredictionWhenNormalised() throws InterruptedException {
        // When: p = 5, q = 4, so p + 2 (p - q) = 7 is longer than 1.2 p = 6
        renderer.render(List.of(limited(1.2, null)), Cancellation.NEVER);
        // Then
        assertThat(model.decoded[0]).isEqualTo(LATENTS.noise(new TorchGenerator(1))[0] - 6f, within(1e-5f));
    }

    @Test
    void shouldLeaveOutGuidanceInLateStepsWhenTruncated() throws InterruptedException {
        // When: model times are 0, 0.1, 0.25 and 0.5, steps move by 0.1, 0.15, 0.25 and 0.5
        renderer.render(List.of(limited(null, 0.25)), Cancellation.NEVER);
        // Then: 7 in the first three, 5 in the last
        assertThat(model.times).hasSize(7);
        assertThat(model.decoded[0]).isEqualTo(LATENTS.noise(new TorchGenerator(1))[0] - 6f, within(1e-5f));
    }

    @Test
    void shouldRefuseAMicroBatchWhenGuidanceIsLimitedDifferently() {
        assertThatThrownBy(() -> renderer.render(List.of(limited(1.2, null), limited(null, null)), Cancellation.NEVER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldEncodeAPromptOnceWhenItComesAgain() throws InterruptedException {
        // When
        renderer.render(List.of(request(1), request(2)), Cancellation.NEVER);
        renderer.render(List.of(request(3)), Cancellation.NEVER);
        // Then
        assertThat(model.encoded).containsExactly(5);
    }

    @Test
    void shouldStopBetweenStepsWhenItIsCancelled() {
        // Given
        Cancellation afterTwoSteps = () -> model.times.size() >= 2;
        // When, then
        assertThatThrownBy(() -> renderer.render(List.of(request(1)), afterTwoSteps))
                .isInstanceOf(RenderCancelledException.class);
        assertThat(model.times).hasSize(2);
    }

    @Test
    void shouldTellEachStepBeforeItBeginsWhenSomebodyLooksOn() throws InterruptedException {
        // Given
        List<String> told = new ArrayList<>();
        Onlooker onlooker = new Onlooker() {
            @Override
            public boolean isRequested() {
                return false;
            }

            @Override
            public void begins(Instant at, int steps) {
                told.add("begins " + steps);
            }

            @Override
            public void step(int step) {
                told.add(step + " after " + model.times.size());
            }
        };
        // When
        renderer.render(List.of(Commission.of(request(1))), Lane.BATCH, onlooker);
        // Then
        assertThat(told).containsExactly("begins 4", "1 after 0", "2 after 1", "3 after 2", "4 after 3");
    }

    @Test
    void shouldNameTheStepWhenTheLatentsAreNoLongerNumbers() {
        model.velocityScale = Float.NaN;
        assertFails(request(1), FailureCode.NON_FINITE_IMAGE, "step 1 of 4");
    }

    @Test
    void shouldNameTheLimitWhenTheModelHasNoSuchSize() {
        ImageRequest large = new ImageRequest("a mug", null, new ImageSize(128, 16), Sampling.of(4, 0), 1);
        assertFails(large, FailureCode.INVALID_REQUEST, "multiples of 16 from 16 to 64");
    }

    @Test
    void shouldNameTheLimitWhenThereAreTooManySteps() {
        ImageRequest slow = new ImageRequest("a mug", null, SIZE, Sampling.of(51, 0), 1);
        assertFails(slow, FailureCode.INVALID_REQUEST, "num_inference_steps 51");
    }

    @Test
    void shouldNameTheSamplerWhenTheModelHasNoSuch() {
        ImageRequest other = request(1).with(SchedulerKind.DDIM, SaidSizes.AS_DRAWN);
        assertFails(other, FailureCode.INVALID_REQUEST, "scheduler ddim is none of model tiny");
    }

    @Test
    void shouldRefuseWhenTheShapesOfAMicroBatchDiffer() {
        assertThatThrownBy(() -> renderer.render(List.of(request(1), guided(null, 1.0)), Cancellation.NEVER))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldBlameTheTransformerWhenItGivesSomethingElseThanTheRecord() throws InterruptedException {
        // Given
        GoldenRequest request = new GoldenRequest("a mug", List.of(5), 1, 4, LATENTS);
        GoldenRecord record = new GoldenRun(model, MANIFEST).record(request, "a test");
        List<Finding> before = new ArrayList<>();
        renderer.compare(record, before::add);
        model.velocityScale = 1.01f;
        // When
        List<Finding> after = new ArrayList<>();
        renderer.compare(record, after::add);
        // Then
        assertThat(before).allMatch(Finding::agrees);
        assertThat(before)
                .extracting(Finding::stage)
                .as("of a package that does not edit")
                .containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(GoldenStage.ENCODED, GoldenStage.EDITED)));
        assertThat(after)
                .filteredOn(finding -> !finding.agrees())
                .extracting(Finding::stage)
                .containsExactly(GoldenStage.VELOCITY, GoldenStage.LATENTS);
    }

    @Test
    void shouldCloseTheModelWhenClosed() {
        renderer.close();
        assertThat(model.closed).isTrue();
    }

    private void assertFails(ImageRequest request, FailureCode code, String message) {
        assertThatThrownBy(() -> renderer.render(List.of(request), Cancellation.NEVER))
                .isInstanceOfSatisfying(
                        RenderException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    private static ImageRequest limited(@Nullable Double normalization, @Nullable Double truncation) {
        return new ImageRequest("a mug", "blur", SIZE, Sampling.of(4, 2.0).withCfgLimits(normalization, truncation), 1);
    }

    private static ImageRequest guided(@Nullable String negativePrompt, double scale) {
        return new ImageRequest("a mug", negativePrompt, SIZE, Sampling.of(4, scale), 1);
    }
}
