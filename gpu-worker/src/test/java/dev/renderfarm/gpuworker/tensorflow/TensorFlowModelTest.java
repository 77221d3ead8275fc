package dev.renderfarm.gpuworker.tensorflow;

import static dev.renderfarm.gpuworker.sample.SampleTasks.SIZE;
import static dev.renderfarm.gpuworker.sample.SampleTasks.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.gpuworker.render.Cancellation;
import dev.renderfarm.gpuworker.render.Caption;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.render.RenderException;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFlowModelTest {

    private static final LatentShape SHAPE = new LatentShape(2, 3, 4);

    @TempDir
    Path folder;

    @Test
    void shouldRunTheThreeNetworksWhenCaptionsAreSingle() throws IOException {
        assertNetworksRun(TinyPackage.write(folder, TinyPackage.f32()), 4);
    }

    @Test
    void shouldRunTheThreeNetworksWhenCaptionsAreHalfAsWide() throws IOException {
        assertNetworksRun(TinyPackage.write(folder, TinyPackage.bf16()), 2);
    }

    private static void assertNetworksRun(ModelPackage files, int bytesPerNumber) {
        try (TensorFlowModel model = TensorFlowModel.load(files, DeviceSettings.DEFAULTS)) {
            // When
            Caption two = model.encode(new int[] {2, 4});
            Caption one = model.encode(new int[] {8});
            float[] velocity = model.denoise(new float[2 * SHAPE.size()], SHAPE, 0.25f, List.of(two, one));
            byte[] rgb = model.decode(latents(), SHAPE, 1);
            float[] pixels = model.decodePixels(latents(), SHAPE);
            // Then
            assertThat(two.tokens()).isEqualTo(2);
            assertThat(two.values()).hasSize(2 * TinyPackage.WIDTH * bytesPerNumber);
            assertThat(velocity[0]).isEqualTo(3.25f, within(1e-6f));
            assertThat(velocity[SHAPE.size()]).as("padding counts for nothing").isEqualTo(8.25f, within(1e-6f));
            assertThat(rgb).hasSize(16 * 24 * Picture.CHANNELS);
            assertThat(rgb[0]).as("first position").isEqualTo((byte) 128);
            assertThat(rgb[8 * 3]).as("second position").isEqualTo((byte) 192);
            assertThat(rgb[8 * 24 * 3]).as("second row of positions").isEqualTo((byte) 255);
            assertThat(pixels).hasSize(16 * 24 * Picture.CHANNELS);
            assertThat(pixels[8 * 24 * 3]).as("second row of positions").isEqualTo(1.5f);
            assertThat(model.device()).matches("[CG]PU:0");
        }
    }

    @Test
    void shouldRenderAPictureWhenPutTogether() throws Exception {
        ModelPackage files = TinyPackage.write(folder, TinyPackage.f32());
        try (Renderer renderer = ModelRenderer.open(files, DeviceSettings.DEFAULTS, 4, Clock.systemUTC())) {
            // When
            Picture alone = picture(renderer, 5);
            Picture again = picture(renderer, 5);
            Picture other = picture(renderer, 6);
            // Then
            assertThat(alone.size()).isEqualTo(SIZE);
            assertThat(again.rgb()).isEqualTo(alone.rgb());
            assertThat(other.rgb()).isNotEqualTo(alone.rgb());
        }
    }

    @Test
    void shouldNameTheLimitWhenAPromptIsTooLong() throws Exception {
        ModelPackage files = TinyPackage.write(folder, TinyPackage.f32());
        try (Renderer renderer = ModelRenderer.open(files, DeviceSettings.DEFAULTS, 4, Clock.systemUTC())) {
            var request = new dev.renderfarm.common.task.ImageRequest("mug ".repeat(65), null, SIZE, 1, 0, 1);
            assertThatThrownBy(() -> renderer.render(List.of(request), Cancellation.NEVER))
                    .isInstanceOfSatisfying(
                            RenderException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.PROMPT_TOO_LONG))
                    .hasMessageContaining("65 tokens")
                    .hasMessageContaining("64");
        }
    }

    @Test
    void shouldSayWhatTensorFlowSaysWhenANetworkFails() throws IOException {
        ModelPackage files = TinyPackage.write(folder, TinyPackage.f32());
        try (TensorFlowModel model = TensorFlowModel.load(files, DeviceSettings.DEFAULTS)) {
            assertThatThrownBy(() -> model.encode(new int[] {TinyPackage.VOCABULARY}))
                    .isInstanceOfSatisfying(
                            RenderException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.RENDER_FAILED))
                    .hasMessageContaining("TensorFlow failed: indices[0,0] = 64");
        }
    }

    private static Picture picture(Renderer renderer, long seed) throws InterruptedException {
        return renderer.render(List.of(request(seed)), Cancellation.NEVER)
                .pictures()
                .get(0);
    }

    /** Every channel of position p is p. */
    private static float[] latents() {
        float[] values = new float[SHAPE.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / SHAPE.channels();
        }
        return values;
    }
}
