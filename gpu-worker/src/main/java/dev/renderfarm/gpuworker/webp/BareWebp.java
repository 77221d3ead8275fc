package dev.renderfarm.gpuworker.webp;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The pixels as a bare WebP, by libwebp. */
final class BareWebp {

    private static final float PERCENT = 100f;
    /** Of libwebp, from 0 to 6. */
    private static final int LOSSY_EFFORT = 4;

    private static final int LOSSLESS_EFFORT = 2;
    /** Where nothing is lost, it is the effort beside the method. */
    private static final float LOSSLESS_THOROUGHNESS = 0.75f;

    /**
     * @param rgb rows from the top, three bytes a pixel
     * @param quality as libwebp counts it, from 0 on; {@link Encoding#BEST} loses nothing
     */
    static byte[] of(byte[] rgb, ImageSize size, int quality) {
        ImageWriter writer = new WebPImageWriterSpi().createWriterInstance(null);
        ByteArrayOutputStream webp = new ByteArrayOutputStream(rgb.length / 8);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(webp)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image(rgb, size), null, null), settings(quality));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return webp.toByteArray();
    }

    private static WebPWriteParam settings(int quality) {
        WebPWriteParam settings = new WebPWriteParam(Locale.ROOT);
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        if (quality == Encoding.BEST) {
            settings.setCompressionType(CompressionType.Lossless);
            settings.setMethod(LOSSLESS_EFFORT);
            settings.setCompressionQuality(LOSSLESS_THOROUGHNESS);
        } else {
            settings.setCompressionType(CompressionType.Lossy);
            settings.setMethod(LOSSY_EFFORT);
            settings.setCompressionQuality(quality / PERCENT);
            settings.setUseSharpYUV(true);
        }
        return settings;
    }

    private static BufferedImage image(byte[] rgb, ImageSize size) {
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0, at = 0; i < pixels.length; i++, at += 3) {
            pixels[i] = (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | rgb[at + 2] & 0xFF;
        }
        return image;
    }

    private BareWebp() {}
}
