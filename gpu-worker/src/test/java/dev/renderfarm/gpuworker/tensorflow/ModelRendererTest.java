package dev.renderfarm.gpuworker.tensorflow;

import static dev.renderfarm.gpuworker.sample.SampleTasks.SIZE;
import static dev.renderfarm.gpuworker.sample.SampleTasks.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.diffusion.tensorflow.TinyPackage;
import dev.renderfarm.gpuworker.render.Commission;
import dev.renderfarm.gpuworker.render.EnergyCounter;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.imaging.canvas.Canvas;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.modelpackage.folder.ModelPackageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRendererTest {

    private static final EnergyCounter.Finder NO_ENERGY = device -> EnergyCounter.NONE;

    @TempDir
    Path folder;

    @Test
    void shouldRenderAPictureWhenPutTogether() throws Exception {
        ModelPackage files = TinyPackage.write(folder, TinyPackage.f32());
        try (Renderer renderer =
                ModelRenderer.open(files, DeviceSettings.DEFAULTS, 4, NO_ENERGY, InstantSource.system())) {
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
        try (Renderer renderer =
                ModelRenderer.open(files, DeviceSettings.DEFAULTS, 4, NO_ENERGY, InstantSource.system())) {
            var request = new ImageRequest("mug ".repeat(65), null, SIZE, Sampling.of(1, 0), 1);
            assertThatThrownBy(() -> renderer.render(List.of(request), Cancellation.NEVER))
                    .isInstanceOfSatisfying(
                            RenderException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.PROMPT_TOO_LONG))
                    .hasMessageContaining("65 tokens")
                    .hasMessageContaining("64");
        }
    }

    @Test
    void shouldSayHowItIsMendedWhenAPackageWithoutEncoderIsToEdit() throws Exception {
        // Given
        ModelPackage files = TinyPackage.write(folder, TinyPackage.f32());
        SourcePicture photo = new SourcePicture("photo.png", "00", 1, SIZE.width(), SIZE.height());
        Edit edit = new Edit(photo, null, 1, MaskToLatents.NEAREST, EncodeMode.MODE, true, 0, null, Resize.EXACT);
        Pixels black = Pixels.opaque(SIZE.width(), SIZE.height(), new byte[SIZE.width() * SIZE.height() * 3]);
        Commission asked = new Commission(
                new ImageRequest("a mug", null, SIZE, Sampling.of(1, 0), 1, edit, Encoding.PLAIN),
                Canvas.of(edit, black, null, SIZE));
        // When, then
        try (Renderer renderer =
                ModelRenderer.open(files, DeviceSettings.DEFAULTS, 4, NO_ENERGY, InstantSource.system())) {
            assertThatThrownBy(() -> renderer.render(List.of(asked), Lane.BATCH, Cancellation.NEVER::isRequested))
                    .isInstanceOfSatisfying(
                            RenderException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID_REQUEST))
                    .hasMessageContaining("cannot edit pictures")
                    .hasMessageContaining("export it again with its encoder");
        }
    }

    @Test
    void shouldNameTheFamilyWhenItIsNotKnown() throws Exception {
        // Given
        TinyPackage.write(folder, TinyPackage.f32());
        Path file = folder.resolve(ModelManifest.FILE_NAME);
        Files.writeString(file, Files.readString(file).replace("\"z-image\"", "\"flux\""));
        ModelPackage other = ModelPackage.open(folder);
        // Then
        assertThatThrownBy(
                        () -> ModelRenderer.open(other, DeviceSettings.DEFAULTS, 4, NO_ENERGY, InstantSource.system()))
                .isInstanceOf(ModelPackageException.class)
                .hasMessage(file + ": family is flux, only z-image, sd-1.5, sdxl can be rendered"
                        + " here; give a package of one of them, or run a release that knows flux");
    }

    private static Picture picture(Renderer renderer, long seed) throws InterruptedException {
        return renderer.render(List.of(request(seed)), Cancellation.NEVER)
                .pictures()
                .get(0);
    }
}
