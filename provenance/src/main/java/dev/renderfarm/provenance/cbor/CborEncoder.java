package dev.renderfarm.provenance.cbor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes core deterministic encoding (RFC 8949, section 4.2.1): shortest heads, definite lengths, keys of a map in the
 * order of their bytes. Equal values give equal bytes.
 */
public final class CborEncoder {

    private static final int ONE_BYTE = 24;
    private static final int TWO_BYTES = 25;
    private static final int FOUR_BYTES = 26;
    private static final int EIGHT_BYTES = 27;
    private static final int TRUE = 21;
    private static final int FALSE = 20;
    private static final int NULL = 22;

    public static byte[] encode(CborValue value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(value, out);
        return out.toByteArray();
    }

    private static void write(CborValue value, ByteArrayOutputStream out) {
        if (value instanceof CborValue.Whole whole) {
            long number = whole.value();
            head(number < 0 ? MajorType.NEGATIVE : MajorType.UNSIGNED, number < 0 ? ~number : number, out);
        } else if (value instanceof CborValue.Text text) {
            byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
            head(MajorType.TEXT, bytes.length, out);
            out.writeBytes(bytes);
        } else if (value instanceof CborValue.Bytes bytes) {
            byte[] content = bytes.value();
            head(MajorType.BYTES, content.length, out);
            out.writeBytes(content);
        } else if (value instanceof CborValue.Items items) {
            head(MajorType.ARRAY, items.values().size(), out);
            items.values().forEach(item -> write(item, out));
        } else if (value instanceof CborValue.Entries entries) {
            entries(entries, out);
        } else if (value instanceof CborValue.Tagged tagged) {
            head(MajorType.TAG, tagged.tag(), out);
            write(tagged.value(), out);
        } else if (value instanceof CborValue.Truth truth) {
            head(MajorType.SIMPLE, truth.value() ? TRUE : FALSE, out);
        } else if (value instanceof CborValue.Real real) {
            out.write(MajorType.SIMPLE.initial() | EIGHT_BYTES);
            out.writeBytes(
                    ByteBuffer.allocate(Double.BYTES).putDouble(real.value()).array());
        } else {
            head(MajorType.SIMPLE, NULL, out);
        }
    }

    private static void entries(CborValue.Entries entries, ByteArrayOutputStream out) {
        record Entry(byte[] key, byte[] value) {}
        List<Entry> encoded = entries.values().entrySet().stream()
                .map(entry -> new Entry(encode(entry.getKey()), encode(entry.getValue())))
                .sorted((one, other) -> Arrays.compareUnsigned(one.key(), other.key()))
                .toList();
        head(MajorType.MAP, encoded.size(), out);
        for (Entry entry : encoded) {
            out.writeBytes(entry.key());
            out.writeBytes(entry.value());
        }
    }

    private static void head(MajorType type, long argument, ByteArrayOutputStream out) {
        if (argument < ONE_BYTE) {
            out.write(type.initial() | (int) argument);
        } else if (argument <= 0xFF) {
            out.write(type.initial() | ONE_BYTE);
            out.write((int) argument);
        } else if (argument <= 0xFFFF) {
            out.write(type.initial() | TWO_BYTES);
            out.writeBytes(
                    ByteBuffer.allocate(Short.BYTES).putShort((short) argument).array());
        } else if (argument <= 0xFFFF_FFFFL) {
            out.write(type.initial() | FOUR_BYTES);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt((int) argument).array());
        } else {
            out.write(type.initial() | EIGHT_BYTES);
            out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(argument).array());
        }
    }

    private CborEncoder() {}
}
