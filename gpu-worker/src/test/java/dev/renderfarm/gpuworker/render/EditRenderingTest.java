package dev.renderfarm.gpuworker.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.FakeDiffusionModel;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.imaging.canvas.Canvas;
import dev.renderfarm.imaging.pixels.Pixels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Of the prompt's five characters the velocity is 5 everywhere; four steps of shift 3 have noise of 1, 0.9, 0.75, 0.5
 * and 0. A white canvas has latents of 1.
 */
class EditRenderingTest {

    private static final ImageSize SIZE = new ImageSize(32, 16);
    private static final LatentShape LATENTS = new LatentShape(2, 4, 4);
    private static final Pixels LEFT_IS_KEPT = keptOnTheLeft();

    private final FakeDiffusionModel model = new FakeDiffusionModel();
    private final DiffusionRenderer renderer = new DiffusionRenderer(
            model,
            prompt -> new int[] {prompt.length()},
            SampleTasks.MANIFEST,
            2,
            EnergyCounter.NONE,
            new ManualTime(SampleTasks.NOW));

    @Test
    void shouldBeginUnderTheNoiseOfItsStrengthWhenAPictureIsGiven() throws InterruptedException {
        // When
        Rendering rendering = draw(edited(7, 0.5, EncodeMode.MODE, null));
        // Then
        assertThat(model.times).containsExactly(0.25f, 0.5f);
        float[] noise = LATENTS.noise(new TorchGenerator(7));
        for (int k = 0; k < noise.length; k++) {
            assertThat(model.decoded[k]).isEqualTo(0.75f * noise[k] + 0.25f - 0.75f * 5, within(1e-5f));
        }
        assertThat(rendering.times())
                .containsOnlyKeys(
                        Stage.ENCODE_PROMPT, Stage.WAIT_FOR_DEVICE, Stage.ENCODE_PICTURE, Stage.DENOISE, Stage.DECODE);
    }

    @Test
    void shouldDrawForTheEncoderFirstWhenLatentsAreSampled() throws InterruptedException {
        // When
        draw(edited(7, 0.5, EncodeMode.SAMPLE, null));
        // Then
        TorchGenerator generator = new TorchGenerator(7);
        float[] first = LATENTS.noise(generator);
        float[] second = LATENTS.noise(generator);
        float latent = 1 + FakeDiffusionModel.DEVIATION * first[3];
        assertThat(model.decoded[3]).isEqualTo(0.75f * second[3] + 0.25f * latent - 0.75f * 5, within(1e-5f));
    }

    @Test
    void shouldKeepLatentsWhoseBlocksAreKeptWhenThereIsAMask() throws InterruptedException {
        // When: the left half is kept
        draw(edited(7, 1, EncodeMode.MODE, LEFT_IS_KEPT));
        // Then
        float[] noise = LATENTS.noise(new TorchGenerator(7));
        for (int k = 0; k < noise.length; k++) {
            boolean kept = k / LATENTS.channels() % LATENTS.width() < 2;
            assertThat(model.decoded[k]).isEqualTo(kept ? 1 : noise[k] - 5, within(1e-5f));
        }
    }

    @Test
    void shouldRefuseByNameWhenAMaskIsTooThinForItsRule() {
        // Given: one column is painted, and it is not the first of its blocks
        byte[] alpha = new byte[Math.toIntExact(SIZE.pixels())];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = (byte) (i % SIZE.width() == 3 ? 0 : 255);
        }
        // When, then
        assertThatThrownBy(() ->
                        draw(edited(7, 1, EncodeMode.MODE, new Pixels(SIZE.width(), SIZE.height(), whites(), alpha))))
                .isInstanceOfSatisfying(
                        RenderException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID_REQUEST))
                .hasMessageContaining("mask_to_latents any");
    }

    @Test
    void shouldEncodeAllPicturesAtOnceWhenTheyShareAMicroBatch() throws InterruptedException {
        // When
        draw(edited(1, 1, EncodeMode.MODE, null), Commission.of(request(2)), edited(3, 1, EncodeMode.MODE, null));
        // Then
        assertThat(model.encodings).containsExactly("2 x 2x4");
        float[] together = model.decoded;
        draw(Commission.of(request(2)));
        assertThat(Arrays.copyOfRange(together, LATENTS.size(), 2 * LATENTS.size()))
                .isEqualTo(model.decoded);
        assertThat(model.encodings).hasSize(1);
    }

    @Test
    void shouldBeOfOneShapeWhenTheSameStepsAreRun() {
        assertThat(RenderShape.of(edited(1, 0.9, EncodeMode.MODE, null).request()))
                .isEqualTo(RenderShape.of(request(2)));
        assertThat(RenderShape.of(edited(1, 0.5, EncodeMode.MODE, null).request()))
                .isEqualTo(new RenderShape(SIZE, Sampling.of(4, 0), 2, null));
        assertThatThrownBy(() -> draw(edited(1, 0.5, EncodeMode.MODE, null), Commission.of(request(1))))
                .hasMessageContaining("of one shape");
    }

    private Rendering draw(Commission... inputs) throws InterruptedException {
        return renderer.render(List.of(inputs), Lane.BATCH, Cancellation.NEVER::isRequested);
    }

    private static Commission edited(long seed, double strength, EncodeMode mode, @Nullable Pixels mask) {
        SourcePicture source = new SourcePicture("key", "00", 1, SIZE.width(), SIZE.height());
        Edit edit = new Edit(
                source,
                mask == null ? null : new Mask.OfFile(source),
                strength,
                MaskToLatents.NEAREST,
                mode,
                true,
                0,
                null,
                Resize.EXACT);
        return new Commission(
                new ImageRequest("a mug", null, SIZE, Sampling.of(4, 0), seed, edit, Encoding.PLAIN),
                Canvas.of(edit, white(), mask, SIZE));
    }

    private static Pixels white() {
        return Pixels.opaque(SIZE.width(), SIZE.height(), whites());
    }

    private static byte[] whites() {
        byte[] rgb = new byte[Math.toIntExact(SIZE.pixels() * Pixels.COLOURS)];
        Arrays.fill(rgb, (byte) 255);
        return rgb;
    }

    /** What is transparent is painted anew. */
    private static Pixels keptOnTheLeft() {
        byte[] alpha = new byte[Math.toIntExact(SIZE.pixels())];
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = (byte) (i % SIZE.width() < SIZE.width() / 2 ? 255 : 0);
        }
        return new Pixels(SIZE.width(), SIZE.height(), whites(), alpha);
    }

    private static ImageRequest request(long seed) {
        return new ImageRequest("a mug", null, SIZE, Sampling.of(4, 0), seed);
    }
}
