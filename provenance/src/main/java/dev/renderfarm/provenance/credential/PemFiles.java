package dev.renderfarm.provenance.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys from files in PEM (RFC 7468). */
public final class PemFiles {

    private static final int MAX_BYTES = 1 << 20;
    private static final List<String> KINDS_OF_KEY = List.of("EC", "Ed25519", "RSA");
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /**
     * One or more, in the file's order.
     *
     * @throws CredentialException if there are none, or the file cannot be read
     */
    public static List<X509Certificate> certificates(Path file) {
        byte[] content = content(file);
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (certificates.isEmpty()) {
                throw new CredentialException(file + " has no certificate: it takes PEM, -----BEGIN CERTIFICATE-----");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new CredentialException(file + " has something that is no certificate in PEM: " + e.getMessage());
        }
    }

    /** @throws CredentialException if there is no key in PKCS#8, without a password */
    static PrivateKey privateKey(Path file) {
        String content = new String(content(file), StandardCharsets.ISO_8859_1);
        Matcher pem = KEY.matcher(content);
        if (!pem.find()) {
            throw new CredentialException(file + whatElse(content));
        }
        byte[] encoded;
        try {
            encoded = Base64.getMimeDecoder().decode(pem.group(1));
        } catch (IllegalArgumentException e) {
            throw new CredentialException(file + " has a private key that is no base64: write it anew");
        }
        for (String kind : KINDS_OF_KEY) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // it may be of the next kind
            }
        }
        throw new CredentialException(file
                + " has a private key of a kind that is not supported: make one on P-256, P-384, P-521 or Ed25519");
    }

    private static String whatElse(String content) {
        if (content.contains("BEGIN EC PRIVATE KEY") || content.contains("BEGIN RSA PRIVATE KEY")) {
            return " has a private key in the form of old: convert it, openssl pkcs8 -topk8 -nocrypt -in KEY -out"
                    + " KEY.pk8";
        }
        if (content.contains("BEGIN ENCRYPTED PRIVATE KEY")) {
            return " has a private key with a password, which nobody could type here: take it off,"
                    + " openssl pkcs8 -in KEY -out KEY.pk8, and let only the worker read the file";
        }
        return " has no private key: it takes PKCS#8 in PEM, -----BEGIN PRIVATE KEY-----";
    }

    private static byte[] content(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CredentialException(file + " has more than " + MAX_BYTES + " bytes: it is no PEM");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CredentialException(
                    file + " cannot be read: " + e + "; mount it, and let the worker's user read it");
        }
    }

    private PemFiles() {}
}
