package dev.renderfarm.gpuworker.jpeg;

import dev.renderfarm.common.task.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The pixels as a bare JPEG, by the Java runtime's library. */
final class BaselineJpeg {

    private static final String FORM = "javax_imageio_jpeg_image_1.0";
    private static final float PERCENT = 100f;

    /**
     * @param rgb rows from the top, three bytes a pixel
     * @param quality as the Independent JPEG Group counts it, from 0 to 100
     */
    static byte[] of(byte[] rgb, ImageSize size, int quality, Subsampling subsampling) {
        BufferedImage image = image(rgb, size);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream(rgb.length / 8);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(jpeg)) {
            JPEGImageWriteParam settings = new JPEGImageWriteParam(null);
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality / PERCENT);
            settings.setOptimizeHuffmanTables(true);
            IIOMetadata header =
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), settings);
            choose(subsampling, header);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, header), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return jpeg.toByteArray();
    }

    /** Brightness, the first component, is what the others are counted by. */
    private static void choose(Subsampling subsampling, IIOMetadata header) throws IOException {
        Element tree = (Element) header.getAsTree(FORM);
        NodeList components = tree.getElementsByTagName("componentSpec");
        Element brightness = (Element) components.item(0);
        String factor = Integer.toString(subsampling.factor());
        brightness.setAttribute("HsamplingFactor", factor);
        brightness.setAttribute("VsamplingFactor", factor);
        header.setFromTree(FORM, tree);
    }

    private static BufferedImage image(byte[] rgb, ImageSize size) {
        BufferedImage image = new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0, at = 0; i < pixels.length; i++, at += 3) {
            pixels[i] = (rgb[at] & 0xFF) << 16 | (rgb[at + 1] & 0xFF) << 8 | rgb[at + 2] & 0xFF;
        }
        return image;
    }

    private BaselineJpeg() {}
}
