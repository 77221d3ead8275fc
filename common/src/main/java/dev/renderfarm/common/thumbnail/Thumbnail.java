package dev.renderfarm.common.thumbnail;

import dev.renderfarm.common.task.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture as a small JPEG in sRGB: {@value #LONGER_SIDE} pixels on its longer side, or as it is where it has no more.
 */
public final class Thumbnail {

    public static final int LONGER_SIDE = 256;
    public static final String CONTENT_TYPE = "image/jpeg";

    private static final float QUALITY = 0.82f;

    /** @param rgb rows from the top, pixels from the left, three bytes each: red, green, blue */
    public static byte[] jpeg(ImageSize size, byte[] rgb) {
        ImageSize small = smaller(size);
        BufferedImage image = new BufferedImage(small.width(), small.height(), BufferedImage.TYPE_INT_RGB);
        AreaAverage.of(size, rgb, small, ((DataBufferInt) image.getRaster().getDataBuffer()).getData());
        return encoded(image);
    }

    /** What a picture of that size is made to. */
    static ImageSize smaller(ImageSize size) {
        int longer = Math.max(size.width(), size.height());
        return longer <= LONGER_SIDE
                ? size
                : new ImageSize(scaled(size.width(), longer), scaled(size.height(), longer));
    }

    private static int scaled(int side, int longer) {
        return Math.max(1, Math.round((float) side * LONGER_SIDE / longer));
    }

    private static byte[] encoded(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream(16 << 10);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(jpeg)) {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, List.of(), null), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return jpeg.toByteArray();
    }

    private Thumbnail() {}
}
