package dev.renderfarm.provenance.verdict;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Who signed, as the certificate says it.
 *
 * @param subject distinguished name
 * @param issuer distinguished name
 * @param validUntil of the certificate
 */
public record Signatory(String subject, String issuer, Instant validUntil) {

    static Signatory of(X509Certificate certificate) {
        Principal subject = certificate.getSubjectX500Principal();
        Principal issuer = certificate.getIssuerX500Principal();
        return new Signatory(
                subject.getName(), issuer.getName(), certificate.getNotAfter().toInstant());
    }
}
