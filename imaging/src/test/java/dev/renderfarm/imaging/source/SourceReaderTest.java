package dev.renderfarm.imaging.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.imaging.encoded.DecoderUnavailableException;
import dev.renderfarm.imaging.encoded.SourceFault;
import dev.renderfarm.imaging.encoded.SourceFormat;
import dev.renderfarm.imaging.encoded.SourceRefusedException;
import dev.renderfarm.imaging.pixels.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.spi.IIORegistry;
import org.junit.jupiter.api.Test;

class SourceReaderTest {

    private final SourceReader reader = new SourceReader(new SourceLimits(1 << 20, 150, 10_000));

    @Test
    void shouldTellTheHeaderAndThePixelsWhenThePictureIsPlain() throws IOException {
        // Given
        BufferedImage image = new BufferedImage(7, 5, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(3, 2, 0x80a0b0c0);
        byte[] file = file(image, "png");
        // When
        SourceHeader header = reader.header(file);
        Pixels pixels = reader.read(file);
        // Then
        assertThat(header).isEqualTo(new SourceHeader(SourceFormat.PNG, 7, 5, true));
        assertThat(pixels.rgb()).startsWith(0, 0, 0).contains(0xa0, 0xb0, 0xc0);
        assertThat(pixels.alpha()).hasSize(35).contains(0x80);
    }

    @Test
    void shouldRefuseBeforeItDecodesWhenThereAreTooManyPixels() throws IOException {
        // Given
        byte[] file = file(new BufferedImage(101, 100, BufferedImage.TYPE_INT_RGB), "jpeg");
        // When, Then
        assertThatThrownBy(() -> reader.header(file))
                .isInstanceOfSatisfying(SourceRefusedException.class, refused -> assertThat(refused.fault())
                        .isEqualTo(SourceFault.TOO_LARGE))
                .hasMessageContaining("101x100")
                .hasMessageContaining("10000")
                .hasMessageEndingWith("make it smaller");
    }

    @Test
    void shouldRefuseByNameWhenTheFormatIsAnother() {
        assertThatThrownBy(() -> reader.header("GIF89a".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isInstanceOf(SourceRefusedException.class)
                .hasMessageContaining("a GIF");
    }

    @Test
    void shouldRefuseWhenASideIsTooLong() throws IOException {
        // Given
        byte[] file = file(new BufferedImage(151, 1, BufferedImage.TYPE_INT_RGB), "png");
        // When, Then
        assertThatThrownBy(() -> reader.header(file))
                .isInstanceOfSatisfying(SourceRefusedException.class, refused -> assertThat(refused.fault())
                        .isEqualTo(SourceFault.TOO_LARGE))
                .hasMessageContaining("151x1")
                .hasMessageContaining("150");
    }

    @Test
    void shouldAllowFewerPixelsWhenTheyTakeMoreRoomToDecode() {
        // Given
        byte[] file = WebpBytes.lossless(90, 100, new WebpBytes.Bits());
        // When, Then
        assertThatThrownBy(() -> reader.header(file))
                .isInstanceOfSatisfying(SourceRefusedException.class, refused -> assertThat(refused.fault())
                        .isEqualTo(SourceFault.TOO_LARGE))
                .hasMessageContaining("8571");
    }

    @Test
    void shouldNotBlameTheFileWhenTheRuntimeHasNoDecoder() throws IOException {
        // Given
        byte[] file = file(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpeg");
        IIORegistry registry = IIORegistry.getDefaultInstance();
        Object provider = ImageIO.getImageReadersByFormatName("jpeg").next().getOriginatingProvider();
        registry.deregisterServiceProvider(provider);
        // When, Then
        try {
            assertThatThrownBy(() -> reader.read(file))
                    .isInstanceOf(DecoderUnavailableException.class)
                    .hasMessageContaining("JPEG");
        } finally {
            registry.registerServiceProvider(provider);
        }
        assertThat(reader.read(file).count()).isEqualTo(64);
    }

    private static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }
}
