package dev.renderfarm.gpuworker.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.icc.IccDirectory;
import com.drew.metadata.jfif.JfifDirectory;
import com.drew.metadata.jpeg.JpegDirectory;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.gpuworker.imprint.ForeignReader;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegFileTest {

    private static final ModelLabel MODEL = new ModelLabel("tiny", "1", "0123456789", "flow_match_euler");
    private static final ImageSize SIZE = new ImageSize(64, 48);
    private static final int PIXELS = 64 * 48;

    @ParameterizedTest
    @CsvSource({"100, 1", "95, 3", "80, 8", "50, 16", "0, 90"})
    void shouldBeThePictureTheBetterTheQuality(int quality, int meanError) throws IOException {
        // Given
        byte[] rgb = gradient();
        // When
        byte[] jpeg = JpegFile.encode(rgb, request("a mug", quality), MODEL);
        // Then
        assertThat(meanError(rgb, jpeg)).isLessThan(meanError);
    }

    @Test
    void shouldBeSmallerTheLowerTheQuality() {
        // Given
        byte[] rgb = noise();
        int before = Integer.MAX_VALUE;
        for (int quality = 100; quality >= 0; quality -= 5) {
            // When
            int bytes = JpegFile.encode(rgb, request("a mug", quality), MODEL).length;
            // Then
            assertThat(bytes).as("quality " + quality).isLessThan(before);
            before = bytes;
        }
    }

    @Test
    void shouldHaveTheSameBytesWhenTheRequestIsTheSame() {
        byte[] once = JpegFile.encode(noise(), request("a mug", 90), MODEL);
        assertThat(JpegFile.encode(noise(), request("a mug", 90), MODEL)).isEqualTo(once);
        assertThat(JpegFile.encode(noise(), request("a cup", 90), MODEL)).isNotEqualTo(once);
    }

    @ParameterizedTest
    @CsvSource({"100, 1", "80, 1", "79, 2", "0, 2"})
    void shouldKeepTheColourOfEveryPixelWhereQualityIsHigh(int quality, int factor) throws Exception {
        // When
        var picture = ForeignReader.of(JpegFile.encode(noise(), request("a mug", quality), MODEL))
                .metadata()
                .getFirstDirectoryOfType(JpegDirectory.class);
        // Then
        assertThat(picture.getNumberOfComponents()).isEqualTo(3);
        assertThat(picture.getComponent(0).getHorizontalSamplingFactor()).isEqualTo(factor);
        assertThat(picture.getComponent(0).getVerticalSamplingFactor()).isEqualTo(factor);
        assertThat(picture.getComponent(1).getHorizontalSamplingFactor()).isEqualTo(1);
        assertThat(picture.getComponent(2).getVerticalSamplingFactor()).isEqualTo(1);
        assertThat(JpegFile.level(quality)).isEqualTo(quality + (factor == 1 ? " 4:4:4" : " 4:2:0"));
    }

    @Test
    void shouldSayItsDensityAndItsColoursToOtherReaders() throws Exception {
        // When
        ForeignReader read = ForeignReader.of(JpegFile.encode(noise(), request("a mug", 90), MODEL));
        // Then
        var jfif = read.metadata().getFirstDirectoryOfType(JfifDirectory.class);
        assertThat(jfif.getResUnits()).isEqualTo(1);
        assertThat(jfif.getResX()).isEqualTo(72);
        assertThat(read.exif().getInt(ExifSubIFDDirectory.TAG_COLOR_SPACE)).isEqualTo(1);
        assertThat(read.metadata().getFirstDirectoryOfType(IccDirectory.class).getString(IccDirectory.TAG_COLOR_SPACE))
                .isEqualTo("RGB ");
        assertThat(read.errors()).isEmpty();
    }

    @Test
    void shouldSayHowAndByWhatItWasDrawnToOtherReaders() throws Exception {
        // When
        ForeignReader read = ForeignReader.of(JpegFile.encode(noise(), request("a red <mug> 红 🚀", 90), MODEL));
        // Then
        assertThat(read.iptc("DigitalSourceType"))
                .isEqualTo("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia");
        assertThat(read.iptc("AISystemUsed")).isEqualTo("Renderfarm, model tiny");
        assertThat(read.iptc("AIPromptInformation")).isEqualTo("a red <mug> 红 🚀");
        assertThat(read.parameters())
                .isEqualTo("a red <mug> 红 🚀\nSteps: 8, Sampler: flow_match_euler, CFG scale: 0, Seed: 42, Size: 64x48,"
                        + " Model hash: 0123456789, Model: tiny, Version: Renderfarm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"&", "红", "🚀", "Steps:"})
    void shouldCutAPromptThatNoSegmentHasRoomFor(String piece) throws Exception {
        // Given
        String endless = piece.repeat(70_000);
        var request = new ImageRequest(
                endless, endless, SIZE, Sampling.of(8, 0), 42, null, new Encoding(ImageFormat.JPEG, null));
        // When
        ForeignReader read = ForeignReader.of(JpegFile.encode(noise(), request, MODEL));
        // Then
        assertThat(read.iptc("AIPromptInformation"))
                .isEqualTo(piece.repeat(12_000 / piece.getBytes(StandardCharsets.UTF_8).length));
        assertThat(read.parameters()).endsWith("Version: Renderfarm");
    }

    @Test
    void shouldHaveAProfileThatIsSrgb() {
        // Given
        var profile = new ICC_ColorSpace(ICC_Profile.getInstance(SrgbProfile.bytes()));
        for (float[] colour :
                new float[][] {{0, 0, 0}, {1, 1, 1}, {1, 0, 0}, {0.2f, 0.5f, 0.9f}, {0.02f, 0.03f, 0.01f}}) {
            // When
            float[] srgb = profile.toRGB(colour);
            // Then
            for (int i = 0; i < 3; i++) {
                assertThat(srgb[i]).isCloseTo(colour[i], within(1.5f / 255));
            }
        }
    }

    private static double meanError(byte[] rgb, byte[] jpeg) throws IOException {
        var raster = ImageIO.read(new ByteArrayInputStream(jpeg)).getRaster();
        int[] pixel = new int[3];
        long sum = 0;
        for (int i = 0; i < PIXELS; i++) {
            raster.getPixel(i % 64, i / 64, pixel);
            for (int c = 0; c < 3; c++) {
                sum += Math.abs(pixel[c] - (rgb[3 * i + c] & 0xFF));
            }
        }
        return (double) sum / rgb.length;
    }

    private static byte[] gradient() {
        byte[] rgb = new byte[PIXELS * 3];
        for (int i = 0; i < PIXELS; i++) {
            rgb[3 * i] = (byte) (i % 64 * 4);
            rgb[3 * i + 1] = (byte) (i / 64 * 5);
            rgb[3 * i + 2] = (byte) (128 + i % 64);
        }
        return rgb;
    }

    private static byte[] noise() {
        byte[] rgb = new byte[PIXELS * 3];
        new Random(1).nextBytes(rgb);
        return rgb;
    }

    private static ImageRequest request(String prompt, int quality) {
        return new ImageRequest(
                prompt, null, SIZE, Sampling.of(8, 0), 42, null, new Encoding(ImageFormat.JPEG, quality));
    }
}
