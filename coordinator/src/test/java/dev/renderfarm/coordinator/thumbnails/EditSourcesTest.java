package dev.renderfarm.coordinator.thumbnails;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.edit.Place;
import dev.renderfarm.common.edit.Resize;
import dev.renderfarm.common.edit.SourcePicture;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.imaging.source.SourceLimits;
import dev.renderfarm.imaging.source.SourceReader;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EditSourcesTest {

    private static final String KEY = "files/file-mug";
    private static final ImageSize CANVAS = new ImageSize(32, 16);
    private static final int GREY = 0xff_80_80_80;
    private static final int RED = 0xff_c0_20_20;

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final EditSources sources =
            new EditSources(objects, new SourceReader(SourceLimits.DEFAULT), Duration.ofSeconds(1));

    @Test
    void shouldShowThePictureInItsPlaceAndGreyAroundIt() throws IOException, InterruptedException {
        // Given
        byte[] file = put(red(8, 8));
        Edit edit = edit(file, null, new Place.At(4, 2, null, null));
        // When
        BufferedImage shown = read(sources.png(edit, CANVAS).orElseThrow());
        // Then
        assertThat(shown.getWidth()).isEqualTo(32);
        assertThat(shown.getHeight()).isEqualTo(16);
        assertThat(shown.getRGB(4, 2)).isEqualTo(RED);
        assertThat(shown.getRGB(11, 9)).isEqualTo(RED);
        assertThat(shown.getRGB(3, 2)).isEqualTo(GREY);
        assertThat(shown.getRGB(12, 9)).isEqualTo(GREY);
    }

    @Test
    void shouldNeedNoMaskWhereTheEditHasOne() throws IOException, InterruptedException {
        // Given
        byte[] file = put(red(32, 16));
        SourcePicture gone = new SourcePicture("files/file-gone", "00", 1, 32, 16);
        // When
        BufferedImage shown = read(
                sources.png(edit(file, new Mask.OfFile(gone), null), CANVAS).orElseThrow());
        // Then
        assertThat(shown.getRGB(31, 15)).isEqualTo(RED);
    }

    @Test
    void shouldHaveNothingWhereTheSourceIsGoneOrAnotherOne() throws IOException, InterruptedException {
        // Given
        Edit edit = edit(put(red(8, 8)), null, null);
        // When
        put(red(9, 9));
        // Then
        assertThat(sources.png(edit, CANVAS)).isEmpty();
        // When
        objects.delete(KEY);
        // Then
        assertThat(sources.png(edit, CANVAS)).isEmpty();
    }

    @Test
    void shouldHaveNothingOfWhatIsNoPicture() throws InterruptedException {
        // Given
        byte[] file = "<svg/>".getBytes(StandardCharsets.UTF_8);
        objects.put(KEY, file, "application/octet-stream", Map.of());
        // When, then
        assertThat(sources.png(edit(file, null, null), CANVAS)).isEmpty();
    }

    private byte[] put(BufferedImage picture) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        objects.put(KEY, png.toByteArray(), "image/png", Map.of());
        return png.toByteArray();
    }

    private static BufferedImage red(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, RED);
            }
        }
        return picture;
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static Edit edit(byte[] file, @Nullable Mask mask, @Nullable Place place) {
        return new Edit(
                new SourcePicture(KEY, Sha256.hex(file), file.length, 8, 8),
                mask,
                1,
                MaskToLatents.NEAREST,
                EncodeMode.SAMPLE,
                true,
                0,
                place,
                Resize.COVER);
    }
}
