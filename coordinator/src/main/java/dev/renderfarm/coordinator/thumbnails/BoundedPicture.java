package dev.renderfarm.coordinator.thumbnails;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import dev.renderfarm.common.storage.ImageFormat;
import dev.renderfarm.common.task.ImageSize;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The pixels of a picture's file that is no larger than one of the farm may be. What it says of its size is looked at
 * before anything is made room for.
 *
 * @param rgb rows from the top, three bytes a pixel
 */
record BoundedPicture(ImageSize size, byte[] rgb) {

    static final int MOST_BYTES = 64 << 20;
    static final long MOST_PIXELS = 4_096L * 4_096;

    /** It is no picture of that format, or too large. */
    static final class UnreadableException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /** @throws IOException if the stream breaks off */
    static BoundedPicture read(InputStream in, ImageFormat format) throws IOException, UnreadableException {
        byte[] file = in.readNBytes(MOST_BYTES + 1);
        if (file.length > MOST_BYTES) {
            throw new UnreadableException("it has more than " + MOST_BYTES + " bytes");
        }
        ImageReader reader = reader(format);
        try (MemoryCacheImageInputStream content = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(content, true, true);
            ImageSize size = bounded(reader.getWidth(0), reader.getHeight(0));
            return new BoundedPicture(size, rgb(reader.read(0)));
        } catch (IOException | RuntimeException e) {
            throw new UnreadableException("it cannot be decoded: " + e.getMessage());
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(ImageFormat format) throws IOException {
        return switch (format) {
            case PNG, JPEG ->
                ImageIO.getImageReadersByMIMEType(format.contentType()).next();
            case WEBP -> new WebPImageReaderSpi().createReaderInstance(null);
        };
    }

    private static ImageSize bounded(int width, int height) throws UnreadableException {
        if ((long) width * height > MOST_PIXELS) {
            throw new UnreadableException("it has " + width + "x" + height + " pixels");
        }
        return new ImageSize(width, height);
    }

    /** Of the farm's own pictures, which are sRGB whatever they say of it. */
    private static byte[] rgb(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage opaque = image.getRaster().getNumBands() == 3 ? image : flattened(image);
        byte[] rgb = new byte[width * height * 3];
        int[] row = new int[width * 3];
        int at = 0;
        for (int y = 0; y < height; y++) {
            opaque.getRaster().getPixels(0, y, width, 1, row);
            for (int value : row) {
                rgb[at++] = (byte) value;
            }
        }
        return rgb;
    }

    private static BufferedImage flattened(BufferedImage image) {
        BufferedImage flat = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = flat.createGraphics();
        pen.drawImage(image, 0, 0, null);
        pen.dispose();
        return flat;
    }
}
