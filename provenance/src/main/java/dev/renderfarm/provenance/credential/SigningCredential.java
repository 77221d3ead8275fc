package dev.renderfarm.provenance.credential;

import dev.renderfarm.provenance.cose.CoseAlgorithm;
import dev.renderfarm.provenance.cose.CoseSigner;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;

/** A private key with the certificates that say whose it is. Safe for use by several threads. */
public final class SigningCredential implements CoseSigner {

    private static final byte[] PROBE = "does the key fit".getBytes(StandardCharsets.US_ASCII);

    private final KeySigning key;
    private final List<X509Certificate> chain;

    private SigningCredential(KeySigning key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = chain;
    }

    /**
     * @param chainFile PEM: the signer's certificate, then its issuer's and so on; that of the root may be left out
     * @param keyFile PEM: PKCS#8 without a password
     * @param now they have to be valid then
     * @throws CredentialException if readers of C2PA would not take what is signed with them
     */
    public static SigningCredential read(Path chainFile, Path keyFile, Instant now) {
        List<X509Certificate> chain = PemFiles.certificates(chainFile);
        PrivateKey secret = PemFiles.privateKey(keyFile);
        X509Certificate signer = chain.get(0);
        String name = chainFile + ", certificate of " + signer.getSubjectX500Principal();
        checkTime(chain, chainFile, now);
        List<String> faults = CertificateProfile.faults(signer);
        if (!faults.isEmpty()) {
            throw new CredentialException(name + ": " + String.join("; ", faults));
        }
        checkOrder(chain, chainFile);
        KeySigning key = KeySigning.with(secret)
                .orElseThrow(() -> new CredentialException(keyFile + " has a key of kind " + secret.getAlgorithm()
                        + ", with which no signature is like another: make one on P-256, P-384, P-521 or Ed25519"));
        if (!fits(key, signer)) {
            throw new CredentialException(keyFile + " has another key than that of " + name
                    + ": the signer's own certificate comes first in its file, and its key belongs into the other");
        }
        return new SigningCredential(key, withoutRoot(chain));
    }

    @Override
    public CoseAlgorithm algorithm() {
        return key.algorithm();
    }

    @Override
    public List<X509Certificate> chain() {
        return chain;
    }

    /** Whose signatures they are, as the certificate names it. */
    public String subject() {
        Principal subject = chain.get(0).getSubjectX500Principal();
        return subject.getName();
    }

    /** When the first certificate of the chain ends: since signatures bear no time of their own, they hold until then. */
    public Instant validUntil() {
        return chain.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            return key.sign(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that has signed does not sign", e);
        }
    }

    private static void checkTime(List<X509Certificate> chain, Path file, Instant now) {
        for (X509Certificate certificate : chain) {
            String name = file + ", certificate of " + certificate.getSubjectX500Principal();
            try {
                certificate.checkValidity(Date.from(now));
            } catch (CertificateExpiredException e) {
                throw new CredentialException(
                        name + ": it expired at " + certificate.getNotAfter().toInstant() + ": have a new one issued");
            } catch (CertificateNotYetValidException e) {
                throw new CredentialException(name + ": it is valid from "
                        + certificate.getNotBefore().toInstant() + " on only: mend the clock, or wait");
            }
        }
    }

    private static void checkOrder(List<X509Certificate> chain, Path file) {
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw new CredentialException(file + ", certificate of "
                        + chain.get(i).getSubjectX500Principal() + ": the one after it, of "
                        + chain.get(i + 1).getSubjectX500Principal()
                        + ", did not issue it: put the signer's first, and after each its issuer's");
            }
        }
    }

    private static boolean fits(KeySigning key, X509Certificate certificate) {
        try {
            Signature verifier = key.algorithm().signature();
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(PROBE);
            return verifier.verify(key.sign(PROBE));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Whoever reads has the root, or does not believe it. */
    private static List<X509Certificate> withoutRoot(List<X509Certificate> chain) {
        return chain.stream()
                .filter(certificate -> !CertificateProfile.isIssuedByItself(certificate))
                .toList();
    }
}
