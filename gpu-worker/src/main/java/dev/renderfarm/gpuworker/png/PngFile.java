package dev.renderfarm.gpuworker.png;

import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.gpuworker.deflate.ZlibStream;
import dev.renderfarm.gpuworker.imprint.Imprint;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Writes PNG files. The bytes follow from the pixels, the request, the model and the level alone: no time, no worker,
 * no machine and no Java runtime, so that a repeated batch can be compared byte by byte.
 */
public final class PngFile {

    /** What encodes, as metadata name it. */
    public static final String ENCODER = "renderfarm-png";

    /** Grows whenever a level gives other bytes for the same picture than before. */
    public static final int ENCODER_VERSION = 1;

    /** Keyword under which galleries look for the parameters of a generated picture. */
    static final String PARAMETERS = "parameters";
    /** Keyword of XMP (XMP specification part 3, 1.1.5). */
    static final String XMP = "XML:com.adobe.xmp";

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int HEADER_BYTES = 13;
    private static final byte BITS = 8;
    private static final byte TRUE_COLOUR = 2;
    private static final byte[] PERCEPTUAL = {0};
    /** For readers that know gamma but no sRGB, as the PNG specification recommends: 1/2.2 by 100,000. */
    private static final int GAMMA = 45_455;
    /** White, red, green and blue of sRGB, x and y of each by 100,000. */
    private static final int[] CHROMATICITIES = {31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000};

    /**
     * A PNG with an sRGB tag, the request's parameters in the form of the A1111 web UI and XMP with the IPTC digital
     * source type.
     *
     * @param rgb rows from the top, three bytes a pixel
     */
    public static byte[] encode(byte[] rgb, ImageRequest request, ModelLabel model, PngLevel level) {
        Imprint imprint = Imprint.of(request, model);
        byte[] rows = FilteredRows.of(rgb, request.size().width(), level.pixelsPerSample());
        byte[] pixels = Chunk.of("IDAT", ZlibStream.of(rows, level.effort()));
        ByteArrayOutputStream file = new ByteArrayOutputStream(pixels.length + (1 << 12));
        file.writeBytes(SIGNATURE);
        file.writeBytes(Chunk.of("IHDR", header(request.size())));
        file.writeBytes(InternationalText.chunk(PARAMETERS, imprint.parameters()));
        file.writeBytes(InternationalText.chunk(XMP, imprint.xmp()));
        file.writeBytes(Chunk.of("sRGB", PERCEPTUAL));
        file.writeBytes(Chunk.of("gAMA", integers(GAMMA)));
        file.writeBytes(Chunk.of("cHRM", integers(CHROMATICITIES)));
        file.writeBytes(pixels);
        file.writeBytes(Chunk.of("IEND", new byte[0]));
        return file.toByteArray();
    }

    /** Compression, filter method and interlace are 0. */
    private static byte[] header(ImageSize size) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putInt(size.width())
                .putInt(size.height())
                .put(BITS)
                .put(TRUE_COLOUR)
                .array();
    }

    private static byte[] integers(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private PngFile() {}
}
