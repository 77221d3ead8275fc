package dev.renderfarm.gpuworker.webp;

import dev.renderfarm.common.task.Encoding;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.gpuworker.imprint.ExifBlock;
import dev.renderfarm.gpuworker.imprint.Imprint;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes WebP files in the extended format (RFC 9649, 2.7). The bytes follow from the pixels, the request and the model,
 * and from the version of libwebp: no time, no worker. Pixels without a profile are sRGB by the format's own words.
 */
public final class WebpFile {

    /** What encodes, as metadata name it. */
    public static final String ENCODER = "renderfarm-webp";

    /** Grows whenever the same picture and quality give other bytes than before. */
    public static final int ENCODER_VERSION = 1;

    private static final int HAS_XMP = 1 << 2;
    private static final int HAS_EXIF = 1 << 3;
    private static final int HEADER_BYTES = 10;
    /** Of a side of the canvas, less one. */
    private static final int SIDE_BYTES = 3;

    /**
     * A WebP with the request's parameters in Exif in the form of the A1111 web UI, and XMP with the IPTC digital source
     * type. A quality of {@value Encoding#BEST} has every pixel as it is.
     *
     * @param rgb rows from the top, three bytes a pixel
     */
    public static byte[] encode(byte[] rgb, ImageRequest request, ModelLabel model) {
        byte[] bare = BareWebp.of(rgb, request.size(), request.encoding().quality());
        Imprint imprint = Imprint.of(request, model);
        ByteArrayOutputStream chunks = new ByteArrayOutputStream(bare.length + (1 << 12));
        chunks.writeBytes("WEBP".getBytes(StandardCharsets.US_ASCII));
        chunks.writeBytes(RiffChunk.of("VP8X", header(request.size())));
        int pixels = RiffChunk.HEADER_BYTES + "WEBP".length();
        chunks.write(bare, pixels, bare.length - pixels);
        chunks.writeBytes(RiffChunk.of("EXIF", ExifBlock.of(imprint.parameters())));
        chunks.writeBytes(RiffChunk.of("XMP ", imprint.xmp().getBytes(StandardCharsets.UTF_8)));
        return RiffChunk.of("RIFF", chunks.toByteArray());
    }

    /** What metadata say of the effort: {@code lossless} or {@code 85}. */
    public static String level(int quality) {
        return quality == Encoding.BEST ? "lossless" : Integer.toString(quality);
    }

    private static byte[] header(ImageSize size) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES + 1).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, HAS_XMP | HAS_EXIF);
        header.putInt(Integer.BYTES, size.width() - 1);
        header.putInt(Integer.BYTES + SIDE_BYTES, size.height() - 1);
        byte[] content = new byte[HEADER_BYTES];
        header.get(0, content);
        return content;
    }

    private WebpFile() {}
}
