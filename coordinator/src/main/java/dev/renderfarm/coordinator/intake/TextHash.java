package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The first eight bytes of a text's SHA-256. */
final class TextHash {

    static long of(String text) {
        return ByteBuffer.wrap(Sha256.of(text)).getLong();
    }

    /** Hash of a number, big-endian, and the text after it. */
    static long of(long number, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] both = ByteBuffer.allocate(Long.BYTES + bytes.length)
                .putLong(number)
                .put(bytes)
                .array();
        return ByteBuffer.wrap(Sha256.of(both)).getLong();
    }

    private TextHash() {}
}
