package dev.renderfarm.gpuworker.jpeg;

import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.gpuworker.imprint.ExifBlock;
import dev.renderfarm.gpuworker.imprint.Imprint;
import dev.renderfarm.gpuworker.imprint.ModelLabel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes JPEG files: baseline, with Huffman codes made for the picture. The bytes follow from the pixels, the request and
 * the model, and from the Java runtime's JPEG library: no time, no worker.
 */
public final class JpegFile {

    /** What encodes, as metadata name it. */
    public static final String ENCODER = "renderfarm-jpeg";

    /** Grows whenever the same picture and quality give other bytes than before. */
    public static final int ENCODER_VERSION = 1;

    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;

    /** Version 1.02, 72 dots to an inch either way, no thumbnail (JFIF 1.02). */
    private static final byte[] JFIF = {'J', 'F', 'I', 'F', 0, 1, 2, 1, 0, 72, 0, 72, 0, 0};

    private static final byte[] EXIF = ascii("Exif\0\0");
    private static final byte[] XMP = ascii("http://ns.adobe.com/xap/1.0/\0");
    /** Of which this is the first piece of one. */
    private static final byte[] ICC = ascii("ICC_PROFILE\0\1\1");

    /** Of either prompt: a segment has 65,533 bytes, and escaping makes five of one. */
    private static final int PROMPT_BYTES = 12_000;

    /**
     * A JPEG with an sRGB profile, the request's parameters in Exif in the form of the A1111 web UI, and XMP with the IPTC
     * digital source type. Prompts of more than {@value #PROMPT_BYTES} bytes are cut there.
     *
     * @param rgb rows from the top, three bytes a pixel
     */
    public static byte[] encode(byte[] rgb, ImageRequest request, ModelLabel model) {
        int quality = request.encoding().quality();
        byte[] picture = BaselineJpeg.of(rgb, request.size(), quality, Subsampling.of(quality));
        Imprint imprint = Imprint.of(request, model, PROMPT_BYTES);
        ByteArrayOutputStream file = new ByteArrayOutputStream(picture.length + (1 << 12));
        file.write(picture, 0, Segment.START_BYTES);
        file.writeBytes(Segment.of(APP0, JFIF));
        file.writeBytes(Segment.of(APP1, EXIF, ExifBlock.of(imprint.parameters())));
        file.writeBytes(Segment.of(APP1, XMP, imprint.xmp().getBytes(StandardCharsets.UTF_8)));
        file.writeBytes(Segment.of(APP2, ICC, SrgbProfile.bytes()));
        int tables = Segment.afterApplications(picture);
        file.write(picture, tables, picture.length - tables);
        return file.toByteArray();
    }

    /** What metadata say of the effort: {@code 85 4:4:4}. */
    public static String level(int quality) {
        return quality + " " + Subsampling.of(quality).notation();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private JpegFile() {}
}
