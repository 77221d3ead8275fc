package dev.renderfarm.imaging.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.edit.SourcePicture;
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

    private static final SourceLimits SMALL = new SourceLimits(1 << 20, 150, 10_000);

    private final SourceReader reader = new SourceReader(SMALL);

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
    void shouldReadWhatSomebodyElseTookInAsFarAsThereIsMemory() throws IOException {
        // Given: more pixels than are allowed, and a side that is longer; of the kind that takes most room too
        byte[] png = file(new BufferedImage(160, 100, BufferedImage.TYPE_INT_ARGB), "png");
        byte[] webp = WebpBytes.lossless(160, 100, new WebpBytes.Bits());
        SourcePicture known = new SourcePicture("mug", "ab", 3 << 20, 160, 100);
        SourcePicture turned = new SourcePicture("mug", "ab", png.length, 100, 160);
        long heap = 1 << 20;
        // Then
        assertThat(new SourceReader(SMALL.reaching(known, heap)).read(png).width())
                .isEqualTo(160);
        assertThat(new SourceReader(SMALL.reaching(turned, heap)).header(png).height())
                .isEqualTo(100);
        assertThat(new SourceReader(SMALL.reaching(known, heap)).header(webp).width())
                .isEqualTo(160);
        assertThat(SMALL.reaching(known, heap).bytes()).isEqualTo(3 << 20);
        // a third of this heap holds 12,800 pixels of 6 bytes
        assertThatThrownBy(() -> new SourceReader(SMALL.reaching(known, 3 * 6 * 12_800)).header(png))
                .isInstanceOf(SourceRefusedException.class)
                .hasMessageContaining("160x100, more than the 12800 pixels");
        // what is small is read however little there is, and numbers that nothing has break nothing
        assertThat(SMALL.reaching(new SourcePicture("mug", "ab", 1, 1, 1), 0)).isEqualTo(SMALL);
        assertThat(SMALL.reaching(
                                new SourcePicture("mug", "ab", Long.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE),
                                Long.MAX_VALUE)
                        .side())
                .isEqualTo(Integer.MAX_VALUE);
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
