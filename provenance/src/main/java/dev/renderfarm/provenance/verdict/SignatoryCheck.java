package dev.renderfarm.provenance.verdict;

import dev.renderfarm.provenance.credential.CertificateProfile;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a signer's certificate does. */
final class SignatoryCheck {

    private final Set<TrustAnchor> anchors;
    private final InstantSource clock;

    SignatoryCheck(List<X509Certificate> anchors, InstantSource clock) {
        this.anchors =
                anchors.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet());
        this.clock = clock;
    }

    /** @param chain the signer's certificate first */
    List<Fault> faults(List<X509Certificate> chain) {
        Instant now = clock.instant();
        X509Certificate signer = chain.get(0);
        List<Fault> faults = new ArrayList<>();
        if (now.isAfter(signer.getNotAfter().toInstant())
                || now.isBefore(signer.getNotBefore().toInstant())) {
            faults.add(new Fault(
                    FaultKind.CREDENTIAL_EXPIRED,
                    "certificate is valid from " + signer.getNotBefore().toInstant() + " to "
                            + signer.getNotAfter().toInstant()));
        }
        for (String fault : CertificateProfile.faults(signer)) {
            faults.add(new Fault(FaultKind.CREDENTIAL_INVALID, "certificate: " + fault));
        }
        if (!anchors.isEmpty() && !leadsToAnchor(chain, now)) {
            faults.add(new Fault(
                    FaultKind.CREDENTIAL_UNTRUSTED,
                    "certificate was issued by " + signer.getIssuerX500Principal()
                            + ", which leads to nobody trusted"));
        }
        return faults;
    }

    private boolean leadsToAnchor(List<X509Certificate> chain, Instant now) {
        List<X509Certificate> path = chain.stream()
                .filter(certificate ->
                        anchors.stream().noneMatch(anchor -> certificate.equals(anchor.getTrustedCert())))
                .toList();
        if (path.isEmpty()) {
            return true;
        }
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
