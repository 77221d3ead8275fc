package dev.renderfarm.gpuworker.webp;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.webp.WebpDirectory;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.gpuworker.imprint.ForeignReader;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebpFileTest {

    private static final ModelLabel MODEL = new ModelLabel("tiny", "1", "0123456789", "flow_match_euler");

    @ParameterizedTest
    @CsvSource({"64, 48", "1, 1", "33, 7"})
    void shouldHoldEveryPixelWhereNothingIsToBeLost(int width, int height) throws IOException {
        // Given
        byte[] rgb = new byte[width * height * 3];
        new Random(1).nextBytes(rgb);
        // When
        byte[] webp = WebpFile.encode(rgb, request("a mug", width, height, Encoding.BEST), MODEL);
        // Then
        assertThat(pixels(webp, width, height)).isEqualTo(rgb);
        assertThat(WebpFile.level(Encoding.BEST)).isEqualTo("lossless");
    }

    @Test
    void shouldBeSmallerTheLowerTheQuality() {
        // Given
        byte[] rgb = new byte[64 * 64 * 3];
        new Random(1).nextBytes(rgb);
        int before = Integer.MAX_VALUE;
        for (int quality : new int[] {100, 99, 90, 75, 50, 25, 0}) {
            // When
            int bytes = WebpFile.encode(rgb, request("a mug", 64, 64, quality), MODEL).length;
            // Then
            assertThat(bytes).as("quality " + quality).isLessThan(before);
            before = bytes;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 80})
    void shouldHaveTheSameBytesWhenTheRequestIsTheSame(int quality) {
        // Given
        byte[] rgb = new byte[64 * 64 * 3];
        new Random(1).nextBytes(rgb);
        // When
        byte[] once = WebpFile.encode(rgb, request("a mug", 64, 64, quality), MODEL);
        // Then
        assertThat(WebpFile.encode(rgb, request("a mug", 64, 64, quality), MODEL))
                .isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 80})
    void shouldSayHowAndByWhatItWasDrawnToOtherReaders(int quality) throws Exception {
        // Given: a prompt of an odd number of bytes, and one of an even
        for (String prompt : new String[] {"a red <mug> 红 🚀", "a red <mug> 红 🚀!"}) {
            // When
            ForeignReader read =
                    ForeignReader.of(WebpFile.encode(new byte[33 * 7 * 3], request(prompt, 33, 7, quality), MODEL));
            // Then
            assertThat(read.iptc("DigitalSourceType"))
                    .isEqualTo("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
            assertThat(read.iptc("AIPromptInformation")).isEqualTo(prompt);
            assertThat(read.parameters()).startsWith(prompt + "\nSteps: 8, ").endsWith("Version: Renderfarm");
            assertThat(read.exif().getInt(ExifSubIFDDirectory.TAG_COLOR_SPACE)).isEqualTo(1);
            var picture = read.metadata().getFirstDirectoryOfType(WebpDirectory.class);
            assertThat(picture.getInt(WebpDirectory.TAG_IMAGE_WIDTH)).isEqualTo(33);
            assertThat(picture.getInt(WebpDirectory.TAG_IMAGE_HEIGHT)).isEqualTo(7);
            assertThat(read.errors()).isEmpty();
        }
    }

    /** As a reader in Java alone has them. */
    private static byte[] pixels(byte[] webp, int width, int height) throws IOException {
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(webp)));
        var image = reader.read(0);
        byte[] rgb = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) {
            int pixel = image.getRGB(i % width, i / width);
            rgb[3 * i] = (byte) (pixel >> 16);
            rgb[3 * i + 1] = (byte) (pixel >> 8);
            rgb[3 * i + 2] = (byte) pixel;
        }
        return rgb;
    }

    private static ImageRequest request(String prompt, int width, int height, int quality) {
        return new ImageRequest(
                prompt,
                null,
                new ImageSize(width, height),
                Sampling.of(8, 0),
                42,
                null,
                new Encoding(ImageFormat.WEBP, quality));
    }
}
