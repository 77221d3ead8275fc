package dev.renderfarm.provenance.credential;

import java.security.Principal;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What C2PA wants of the certificate of whoever signs (C2PA 2.2, section 14.5.1). */
public final class CertificateProfile {

    /** Purposes of which one is needed: e-mail protection, document signing, C2PA signing. */
    static final Set<String> PURPOSES = Set.of("1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "1.3.6.1.4.1.62558.2.1");

    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";
    private static final int VERSION = 3;
    private static final int NO_AUTHORITY = -1;
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERTIFICATE_SIGNING = 5;
    private static final int SMALLEST_RSA = 2048;
    private static final Set<Integer> CURVE_BITS = Set.of(256, 384, 521);

    /** Each in words, with the mend; none where it does. */
    public static List<String> faults(X509Certificate certificate) {
        List<String> faults = new ArrayList<>();
        if (certificate.getVersion() != VERSION) {
            faults.add("it is of version " + certificate.getVersion() + ": have one of version 3 issued");
        }
        if (certificate.getBasicConstraints() != NO_AUTHORITY) {
            faults.add("it is that of an authority: sign with one that the authority issued (CA:FALSE)");
        }
        if (isIssuedByItself(certificate)) {
            faults.add("it was issued by itself: have one issued by an authority");
        }
        if (certificate.getExtensionValue(AUTHORITY_KEY_IDENTIFIER) == null) {
            faults.add("it does not name its issuer's key: have one issued with authorityKeyIdentifier");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null || !usage[DIGITAL_SIGNATURE] || usage[CERTIFICATE_SIGNING]) {
            faults.add("its key is not for signatures alone: have one issued with keyUsage digitalSignature");
        }
        if (!hasPurpose(certificate)) {
            faults.add("it has none of the purposes that C2PA takes: have one issued with extendedKeyUsage"
                    + " emailProtection, documentSigning (1.3.6.1.5.5.7.3.36) or C2PA signing (1.3.6.1.4.1.62558.2.1),"
                    + " and without anyExtendedKeyUsage");
        }
        if (!hasStrongKey(certificate)) {
            faults.add("its key is none that C2PA takes: make one on P-256, P-384, P-521 or Ed25519, or RSA of "
                    + SMALLEST_RSA + " bits or more");
        }
        return faults;
    }

    static boolean isIssuedByItself(X509Certificate certificate) {
        Principal subject = certificate.getSubjectX500Principal();
        return subject.equals(certificate.getIssuerX500Principal());
    }

    private static boolean hasPurpose(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes != null
                    && !purposes.contains(ANY_PURPOSE)
                    && purposes.stream().anyMatch(PURPOSES::contains);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean hasStrongKey(X509Certificate certificate) {
        if (certificate.getPublicKey() instanceof ECPublicKey key) {
            return CURVE_BITS.contains(key.getParams().getCurve().getField().getFieldSize());
        }
        if (certificate.getPublicKey() instanceof RSAPublicKey key) {
            return key.getModulus().bitLength() >= SMALLEST_RSA;
        }
        return certificate.getPublicKey().getAlgorithm().startsWith("Ed");
    }

    private CertificateProfile() {}
}
