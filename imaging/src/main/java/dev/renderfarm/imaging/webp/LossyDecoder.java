package dev.renderfarm.imaging.webp;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.renderfarm.imaging.colour.SourceColours;
import dev.renderfarm.imaging.encoded.FilePart;
import dev.renderfarm.imaging.pixels.Pixels;
import dev.renderfarm.imaging.pixels.UprightRows;
import dev.renderfarm.imaging.stream.PartsInputStream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageReader;

/** The colours of a lossy picture, by TwelveMonkeys' decoder, which gets a file with nothing in it but them. */
final class LossyDecoder {

    private final List<FilePart> file;
    private final int width;
    private final int height;

    LossyDecoder(List<FilePart> file, int width, int height) {
        this.file = file;
        this.width = width;
        this.height = height;
    }

    void decode(SourceColours colours, UprightRows picture) {
        BufferedImage image = image();
        if (image.getWidth() != width || image.getHeight() != height) {
            throw WebpSource.damaged("other pixels than its header tells of");
        }
        int[] pixels = new int[width];
        byte[] row = new byte[width * Pixels.COLOURS];
        byte[] rgb = new byte[row.length];
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, pixels, 0, width);
            for (int x = 0; x < width; x++) {
                row[x * Pixels.COLOURS] = (byte) (pixels[x] >> 16);
                row[x * Pixels.COLOURS + 1] = (byte) (pixels[x] >> 8);
                row[x * Pixels.COLOURS + 2] = (byte) pixels[x];
            }
            colours.toSrgb(row, width, rgb);
            picture.colours(rgb, y, 0, 1);
        }
    }

    /** Whatever the decoder warns of, it has left out or made up. */
    private BufferedImage image() {
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        AtomicBoolean warned = new AtomicBoolean();
        try (PartsInputStream in = new PartsInputStream(file)) {
            reader.addIIOReadWarningListener((source, warning) -> warned.set(true));
            reader.setInput(in, true, true);
            BufferedImage image = reader.read(0);
            if (warned.get()) {
                throw WebpSource.damaged("pixels that are cut off or damaged");
            }
            return image;
        } catch (IOException e) {
            throw WebpSource.damaged("pixels that cannot be decoded");
        } finally {
            reader.dispose();
        }
    }
}
