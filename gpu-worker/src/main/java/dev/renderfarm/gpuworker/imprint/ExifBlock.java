package dev.renderfarm.gpuworker.imprint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An Exif attribute block (Exif 2.32, 4.6) that says that the pixels are sRGB and has the parameters as its user comment,
 * where gallery tools look for them in JPEG and WebP.
 */
public final class ExifBlock {

    /** A TIFF header: big-endian, and where the first directory begins. */
    private static final byte[] HEADER = {'M', 'M', 0, 42, 0, 0, 0, 8};

    private static final byte[] VERSION = "0232".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SOFTWARE = "Renderfarm\0".getBytes(StandardCharsets.US_ASCII);
    /** What the user comment is written in. */
    private static final byte[] UNICODE = "UNICODE\0".getBytes(StandardCharsets.US_ASCII);

    private static final int ENTRY_BYTES = 12;
    private static final int SRGB = 1;

    /** Types of fields (TIFF 6.0, section 2). */
    private enum Type {
        ASCII(2, 1),
        SHORT(3, Short.BYTES),
        LONG(4, Integer.BYTES),
        UNDEFINED(7, 1);

        private final int code;
        private final int bytes;

        Type(int code, int bytes) {
            this.code = code;
            this.bytes = bytes;
        }
    }

    private record Field(int tag, Type type, byte[] value) {}

    /** @param comment of at most 32,000 characters where it is for a JPEG */
    public static byte[] of(String comment) {
        List<Field> image =
                List.of(new Field(0x0131, Type.ASCII, SOFTWARE), new Field(0x8769, Type.LONG, new byte[Integer.BYTES]));
        int exifAt = HEADER.length + bytes(image);
        image.get(1).value()[2] = (byte) (exifAt >> 8);
        image.get(1).value()[3] = (byte) exifAt;
        List<Field> exif = List.of(
                new Field(0x9000, Type.UNDEFINED, VERSION),
                new Field(0x9286, Type.UNDEFINED, userComment(comment)),
                new Field(0xA001, Type.SHORT, new byte[] {0, SRGB}));
        ByteBuffer block = ByteBuffer.allocate(exifAt + bytes(exif)).put(HEADER);
        write(image, block);
        write(exif, block);
        return block.array();
    }

    private static byte[] userComment(String text) {
        byte[] utf16 = text.getBytes(StandardCharsets.UTF_16BE);
        return ByteBuffer.allocate(UNICODE.length + utf16.length)
                .put(UNICODE)
                .put(utf16)
                .array();
    }

    private static int bytes(List<Field> directory) {
        int entries = Short.BYTES + directory.size() * ENTRY_BYTES + Integer.BYTES;
        return entries
                + directory.stream().mapToInt(field -> beside(field.value())).sum();
    }

    /** What does not fit into its entry, and begins at an even place. */
    private static int beside(byte[] value) {
        return value.length <= Integer.BYTES ? 0 : value.length + value.length % 2;
    }

    /** Entries, the place of the next directory (there is none), then what does not fit into entries. */
    private static void write(List<Field> directory, ByteBuffer block) {
        int free = block.position() + Short.BYTES + directory.size() * ENTRY_BYTES + Integer.BYTES;
        block.putShort((short) directory.size());
        for (Field field : directory) {
            block.putShort((short) field.tag())
                    .putShort((short) field.type().code)
                    .putInt(field.value().length / field.type().bytes);
            if (beside(field.value()) == 0) {
                block.put(field.value()).put(new byte[Integer.BYTES - field.value().length]);
            } else {
                block.putInt(free);
                free += beside(field.value());
            }
        }
        block.putInt(0);
        for (Field field : directory) {
            if (beside(field.value()) != 0) {
                block.put(field.value()).put(new byte[field.value().length % 2]);
            }
        }
    }

    private ExifBlock() {}
}
