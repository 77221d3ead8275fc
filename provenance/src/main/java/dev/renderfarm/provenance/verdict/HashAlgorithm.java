package dev.renderfarm.provenance.verdict;

import dev.renderfarm.provenance.refusal.MalformedException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests that C2PA allows (C2PA 2.2, section 13.1). */
enum HashAlgorithm {
    SHA_256("sha256", "SHA-256"),
    SHA_384("sha384", "SHA-384"),
    SHA_512("sha512", "SHA-512");

    private final String name;
    private final String javaName;

    HashAlgorithm(String name, String javaName) {
        this.name = name;
        this.javaName = javaName;
    }

    static HashAlgorithm of(String name) throws MalformedException {
        for (HashAlgorithm algorithm : values()) {
            if (algorithm.name.equals(name)) {
                return algorithm;
            }
        }
        throw new MalformedException("manifest names a digest that C2PA does not allow");
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has the SHA-2 family", e);
        }
    }
}
