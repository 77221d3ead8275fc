package dev.renderfarm.provenance.manifest;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, of several pieces too. */
final class Digests {

    static byte[] sha256(byte[]... pieces) {
        MessageDigest digest = sha256();
        for (byte[] piece : pieces) {
            digest.update(piece);
        }
        return digest.digest();
    }

    /** Of all bytes but those from {@code start} to before {@code end}. */
    static byte[] sha256Without(byte[] file, int start, int end) {
        MessageDigest digest = sha256();
        digest.update(file, 0, start);
        digest.update(ByteBuffer.wrap(file, end, file.length - end));
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private Digests() {}
}
