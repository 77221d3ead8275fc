package dev.renderfarm.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * A file as it is sent to browsers.
 *
 * @param type for the header Content-Type
 * @param forEver whether there will never be another file at its address
 * @param compressed the content as gzip, where that is worth it
 * @param policy for the header Content-Security-Policy, of pages only
 */
record AppFile(
        String type,
        boolean forEver,
        byte[] content,
        Optional<byte[]> compressed,
        String digest,
        Optional<String> policy) {

    private static final Set<String> TEXTS =
            Set.of("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml");

    /** @param type without a charset */
    static AppFile of(String type, boolean forEver, byte[] content) {
        boolean text = TEXTS.contains(type);
        return new AppFile(
                text ? type + ";charset=utf-8" : type,
                forEver,
                content,
                text ? Optional.of(gzip(content)) : Optional.empty(),
                HexFormat.of().formatHex(sha256(content), 0, 8),
                type.equals("text/html") ? Optional.of(PagePolicy.of(content)) : Optional.empty());
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(content.length / 2 + 64);
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }
}
