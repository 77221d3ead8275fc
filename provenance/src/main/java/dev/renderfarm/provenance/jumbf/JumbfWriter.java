package dev.renderfarm.provenance.jumbf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes boxes, superboxes with their description boxes among them. */
public final class JumbfWriter {

    /** Length and type before a box's payload. */
    public static final int HEADER_BYTES = 8;

    /** It has a label, and may be asked for by it. */
    static final byte REQUESTABLE_WITH_LABEL = 0x03;

    /**
     * A superbox.
     *
     * @param content boxes, one after the other
     */
    public static byte[] superbox(BoxType type, String label, byte[]... content) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.writeBytes(box(FourLetters.DESCRIPTION, description(type, label)));
        for (byte[] box : content) {
            payload.writeBytes(box);
        }
        return box(FourLetters.SUPERBOX, payload.toByteArray());
    }

    /** A content box of CBOR. */
    public static byte[] cbor(byte[] content) {
        return box(FourLetters.CBOR, content);
    }

    private static byte[] description(BoxType type, String label) {
        byte[] letters = label.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 * Long.BYTES + 1 + letters.length + 1)
                .putLong(type.uuid().getMostSignificantBits())
                .putLong(type.uuid().getLeastSignificantBits())
                .put(REQUESTABLE_WITH_LABEL)
                .put(letters)
                .array();
    }

    private static byte[] box(int type, byte[] payload) {
        return ByteBuffer.allocate(HEADER_BYTES + payload.length)
                .putInt(HEADER_BYTES + payload.length)
                .putInt(type)
                .put(payload)
                .array();
    }

    private JumbfWriter() {}
}
