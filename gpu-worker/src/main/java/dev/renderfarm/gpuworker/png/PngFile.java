package dev.renderfarm.gpuworker.png;

import com.pngencoder.PngEncoder;
import dev.renderfarm.common.task.ImageRequest;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Writes PNG files. The bytes follow from the pixels, the request and the model alone: no time, no worker, so that a
 * repeated batch can be compared byte by byte (on Java runtimes with the same zlib).
 */
public final class PngFile {

    /** Keyword under which galleries look for the parameters of a generated picture. */
    static final String PARAMETERS = "parameters";
    /** Keyword of XMP (XMP specification part 3, 1.1.5). */
    static final String XMP = "XML:com.adobe.xmp";

    private static final int COMPRESSION_LEVEL = 6;
    /** Signature of 8 bytes, then the IHDR chunk of 25. */
    private static final int END_OF_HEADER = 33;

    /**
     * A PNG with an sRGB tag, the request's parameters in the form of the A1111 web UI and XMP with the IPTC digital
     * source type.
     *
     * @param rgb rows from the top, three bytes a pixel
     */
    public static byte[] encode(byte[] rgb, ImageRequest request, ModelLabel model) {
        byte[] plain = new PngEncoder()
                .withBufferedImage(
                        image(rgb, request.size().width(), request.size().height()))
                .withCompressionLevel(COMPRESSION_LEVEL)
                .withPredictorEncoding(true)
                .withTryIndexedEncoding(false)
                .withMultiThreadedCompressionEnabled(false)
                .withSrgbRenderingIntent(com.pngencoder.PngEncoderSrgbRenderingIntent.PERCEPTUAL)
                .toBytes();
        byte[] parameters = InternationalText.chunk(PARAMETERS, GenerationParameters.of(request, model));
        byte[] xmp = InternationalText.chunk(XMP, XmpPacket.of(request, model));
        ByteArrayOutputStream file = new ByteArrayOutputStream(plain.length + parameters.length + xmp.length);
        file.write(plain, 0, END_OF_HEADER);
        file.writeBytes(parameters);
        file.writeBytes(xmp);
        file.writeBytes(Arrays.copyOfRange(plain, END_OF_HEADER, plain.length));
        return file.toByteArray();
    }

    private static BufferedImage image(byte[] rgb, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0, k = 0; i < pixels.length; i++, k += 3) {
            pixels[i] = ((rgb[k] & 0xFF) << 16) | ((rgb[k + 1] & 0xFF) << 8) | (rgb[k + 2] & 0xFF);
        }
        return image;
    }

    private PngFile() {}
}
