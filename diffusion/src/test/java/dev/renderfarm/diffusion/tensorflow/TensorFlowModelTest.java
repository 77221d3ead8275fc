package dev.renderfarm.diffusion.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFlowModelTest {

    private static final LatentShape SHAPE = new LatentShape(2, 3, 4);

    @TempDir
    Path folder;

    @Test
    void shouldRunTheThreeNetworksWhenCaptionsAreSingle() throws IOException {
        assertNetworksRun(TinyPackage.write(folder, TinyPackage.f32()), PackagedModel::load, 4);
    }

    @Test
    void shouldRunTheThreeNetworksWhenTheyAreLoadedOneAtATime() throws IOException {
        assertNetworksRun(TinyPackage.write(folder, TinyPackage.f32()), PackagedModel::oneAtATime, 4);
    }

    @Test
    void shouldRunTheThreeNetworksWhenCaptionsAreHalfAsWide() throws IOException {
        assertNetworksRun(TinyPackage.write(folder, TinyPackage.bf16()), PackagedModel::load, 2);
    }

    private static void assertNetworksRun(
            ModelPackage files, BiFunction<ModelPackage, DeviceSettings, DiffusionModel> loader, int bytesPerNumber) {
        try (DiffusionModel model = loader.apply(files, DeviceSettings.DEFAULTS)) {
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
            assertThat(rgb).hasSize(16 * 24 * DiffusionModel.COLOURS);
            assertThat(rgb[0]).as("first position").isEqualTo((byte) 128);
            assertThat(rgb[8 * 3]).as("second position").isEqualTo((byte) 192);
            assertThat(rgb[8 * 24 * 3]).as("second row of positions").isEqualTo((byte) 255);
            assertThat(pixels).hasSize(16 * 24 * DiffusionModel.COLOURS);
            assertThat(pixels[8 * 24 * 3]).as("second row of positions").isEqualTo(1.5f);
            assertThat(model.device()).matches("[CG]PU:0");
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

    @Test
    void shouldSayHowItIsMendedWhenAPackageWithoutEncoderIsToEdit() throws IOException {
        ModelPackage files = TinyPackage.write(folder, TinyPackage.f32());
        assertRefusesToEdit(PackagedModel.load(files, DeviceSettings.DEFAULTS));
        assertRefusesToEdit(PackagedModel.oneAtATime(files, DeviceSettings.DEFAULTS));
    }

    private static void assertRefusesToEdit(DiffusionModel loaded) {
        try (DiffusionModel model = loaded) {
            byte[] rgb = new byte[16 * 24 * DiffusionModel.COLOURS];
            assertThatThrownBy(() -> model.encodePictures(rgb, SHAPE, 1))
                    .isInstanceOfSatisfying(
                            RenderException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID_REQUEST))
                    .hasMessageContaining("model tiny cannot edit pictures")
                    .hasMessageContaining("export it again with its encoder");
        }
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
