package dev.renderfarm.common.access;

import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What is kept of a key's secret. One round of a fast hash is enough: the secret has 256 random bits, so there is nothing
 * to guess that a slow hash would protect.
 *
 * @param salt in hex
 * @param sha256 of the salt and the secret, in hex
 */
public record KeyHash(String salt, String sha256) {

    public KeyHash {
        requireNonNull(salt, "salt is null");
        requireNonNull(sha256, "sha256 is null");
        HexFormat.of().parseHex(salt);
        HexFormat.of().parseHex(sha256);
    }

    /** Takes as long whether it is the one or not. */
    public boolean isOf(KeySecret secret) {
        return MessageDigest.isEqual(
                secret.digest(HexFormat.of().parseHex(salt)), HexFormat.of().parseHex(sha256));
    }
}
