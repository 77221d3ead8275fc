package dev.renderfarm.coordinator.thumbnails;

import dev.renderfarm.common.task.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The pixels of a PNG that is no larger than a picture of the farm may be. What it says of its size is looked at before
 * anything is made room for.
 *
 * @param rgb rows from the top, three bytes a pixel
 */
record BoundedPng(ImageSize size, byte[] rgb) {

    static final int MOST_BYTES = 64 << 20;
    static final long MOST_PIXELS = 4_096L * 4_096;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int WIDTH_AT = 16;
    private static final int HEADER = 24;

    /** It is no PNG, or too large. */
    static final class UnreadableException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /** @throws IOException if the stream breaks off */
    static BoundedPng read(InputStream in) throws IOException, UnreadableException {
        byte[] file = in.readNBytes(MOST_BYTES + 1);
        if (file.length > MOST_BYTES) {
            throw new UnreadableException("it has more than " + MOST_BYTES + " bytes");
        }
        ImageSize size = declared(file);
        BufferedImage image = decoded(file);
        if (image.getWidth() != size.width() || image.getHeight() != size.height()) {
            throw new UnreadableException("its pixels are not those of a picture of " + size);
        }
        return new BoundedPng(size, rgb(image));
    }

    private static ImageSize declared(byte[] file) throws UnreadableException {
        if (file.length < HEADER || !Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
            throw new UnreadableException("it is no PNG");
        }
        int width = ByteBuffer.wrap(file).getInt(WIDTH_AT);
        int height = ByteBuffer.wrap(file).getInt(WIDTH_AT + Integer.BYTES);
        if (width <= 0 || height <= 0 || (long) width * height > MOST_PIXELS) {
            throw new UnreadableException("it has " + width + "x" + height + " pixels");
        }
        return new ImageSize(width, height);
    }

    private static BufferedImage decoded(byte[] file) throws UnreadableException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            return reader.read(0);
        } catch (IOException | RuntimeException e) {
            throw new UnreadableException("it cannot be decoded: " + e.getMessage());
        } finally {
            reader.dispose();
        }
    }

    private static byte[] rgb(BufferedImage image) {
        int width = image.getWidth();
        byte[] rgb = new byte[width * image.getHeight() * 3];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                rgb[at++] = (byte) (pixel >> 16);
                rgb[at++] = (byte) (pixel >> 8);
                rgb[at++] = (byte) pixel;
            }
        }
        return rgb;
    }
}
