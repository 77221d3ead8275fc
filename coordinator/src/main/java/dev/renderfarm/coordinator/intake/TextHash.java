package dev.renderfarm.coordinator.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first eight bytes of a text's SHA-256. */
final class TextHash {

    private final MessageDigest digest;

    TextHash() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    long of(String text) {
        return ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /** Hash of a number, big-endian, and the text after it. */
    long of(long number, String text) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
        return of(text);
    }
}
