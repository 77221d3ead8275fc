package dev.renderfarm.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.FlowMatchEuler;
import dev.renderfarm.diffusion.sampling.KnownRegion;
import dev.renderfarm.diffusion.sampling.LatentMask;
import dev.renderfarm.diffusion.sampling.LatentSamples;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.NoiseLevel;
import dev.renderfarm.diffusion.sampling.SamplingStep;
import dev.renderfarm.diffusion.sampling.StepTable;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The velocity is that of the caption, 1, everywhere. Two steps without shift: noise goes from 1 to ½ to 0. */
class LatentSamplerTest {

    private static final LatentShape SHAPE = new LatentShape(1, 2, 2);
    private static final StepTable TABLE = FlowMatchEuler.table(2, 1);
    private static final LatentMask LEFT_IS_KEPT = new LatentMask(1, 2, new boolean[] {false, true});

    private final FakeDiffusionModel model = new FakeDiffusionModel();
    private final Captions captions = new Captions(List.of(model.encode(new int[] {1})), List.of());

    @Test
    void shouldMoveAllOfItWhenNothingIsKnown() throws InterruptedException {
        // Given
        LatentSamples samples = LatentSamples.of(SHAPE, new float[] {1, 2, 3, 4});
        // When
        sample(samples, TABLE);
        // Then
        assertThat(samples.values()).containsExactly(0, 1, 2, 3);
        assertThat(model.times).containsExactly(0f, 0.5f);
    }

    @Test
    void shouldPutBackWhatIsKeptAtTheLevelOfEachStepWhenARegionIsKnown() throws InterruptedException {
        // Given
        LatentSamples samples = inpainted(TABLE);
        // When
        sample(samples, TABLE);
        // Then: all noise at first; then half of it on the left; at last the picture's own latents
        assertThat(model.seen.get(0)).containsExactly(10, 20, 30, 40);
        assertThat(model.seen.get(1)).containsExactly(5.5f, 11, 29.5f, 39.5f);
        assertThat(samples.values()).containsExactly(1, 2, 29, 39);
    }

    @Test
    void shouldBeginLaterWhenTheStrengthIsLess() throws InterruptedException {
        // Given
        StepTable rest = TABLE.from(1);
        LatentSamples samples = inpainted(rest);
        // When
        sample(samples, rest);
        // Then
        assertThat(model.times).containsExactly(0.5f);
        assertThat(samples.values()).containsExactly(1, 2, 0.5f * (3 + 30) - 0.5f, 0.5f * (4 + 40) - 0.5f);
    }

    @Test
    void shouldMixPicturesThatKeepAndThatKeepNothingWhenTheyAreOneMicroBatch() throws InterruptedException {
        // Given
        KnownRegion whole =
                new KnownRegion(LatentMask.everything(SHAPE), new float[] {1, 2, 3, 4}, new float[] {10, 20, 30, 40});
        LatentSamples samples = LatentSamples.of(SHAPE, List.of(whole, known()), TABLE.level(0));
        Caption caption = captions.positive().get(0);
        // When
        new LatentSampler(model)
                .sample(
                        samples,
                        new Captions(List.of(caption, caption), List.of()),
                        TABLE,
                        ClassifierFreeGuidance.of(0),
                        Cancellation.NEVER);
        // Then
        assertThat(samples.values()).containsExactly(9, 19, 29, 39, 1, 2, 29, 39);
    }

    @Test
    void shouldUseWhatTheStepBeforeHasPredictedWhenTheTableSaysSo() throws InterruptedException {
        // Given: x0 of the first step is 2x − f
        SamplingStep first = new SamplingStep(1, 0, 2, -1, 1, 1, 0, 0);
        SamplingStep second = new SamplingStep(1, 0, 0, 0, 0, 0, 1, 0);
        StepTable table = new StepTable(List.of(first, second), Collections.nCopies(3, new NoiseLevel(1, 0)));
        LatentSamples samples = LatentSamples.of(SHAPE, new float[] {1, 2, 3, 4});
        // When
        sample(samples, table);
        // Then
        assertThat(samples.values()).containsExactly(1, 3, 5, 7);
    }

    @Test
    void shouldRefuseWhenATableWantsNoiseBetweenSteps() {
        SamplingStep ancestral = new SamplingStep(1, 0, 0, 0, 1, 1, 0, 0.5f);
        StepTable table = new StepTable(List.of(ancestral), Collections.nCopies(2, new NoiseLevel(1, 0)));
        assertThatThrownBy(() -> sample(LatentSamples.of(SHAPE, new float[4]), table))
                .hasMessage("no fresh noise is drawn between steps here");
    }

    @Test
    void shouldNameTheStepWhenLatentsBecomeInfiniteWhereThePictureIsKept() {
        model.velocityScale = Float.POSITIVE_INFINITY;
        assertThatThrownBy(() -> sample(inpainted(TABLE), TABLE))
                .isInstanceOfSatisfying(
                        RenderException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.NON_FINITE_IMAGE))
                .hasMessage("the latents became infinite or NaN in step 1 of 2");
    }

    @Test
    void shouldRefuseWhenRegionsDoNotFitTheSamples() {
        assertThatThrownBy(() -> new LatentSamples(SHAPE, new float[8], List.of(known())))
                .hasMessage("2 samples cannot have 1 known regions");
        assertThatThrownBy(() -> new KnownRegion(LEFT_IS_KEPT, new float[5], new float[5]))
                .hasMessageContaining("does not fit");
    }

    private static KnownRegion known() {
        return new KnownRegion(LEFT_IS_KEPT, new float[] {1, 2, 3, 4}, new float[] {10, 20, 30, 40});
    }

    private static LatentSamples inpainted(StepTable table) {
        return LatentSamples.of(SHAPE, List.of(known()), table.level(0));
    }

    private void sample(LatentSamples samples, StepTable table) throws InterruptedException {
        new LatentSampler(model).sample(samples, captions, table, ClassifierFreeGuidance.of(0), Cancellation.NEVER);
    }
}
