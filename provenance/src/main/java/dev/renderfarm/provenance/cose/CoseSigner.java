package dev.renderfarm.provenance.cose;

import java.security.cert.X509Certificate;
import java.util.List;

/** Who signs. */
public interface CoseSigner {

    CoseAlgorithm algorithm();

    /** The signer's certificate, and after it those between it and the root, without that. */
    List<X509Certificate> chain();

    /** @return always of the same length; for ECDSA, r and s one after the other */
    byte[] sign(byte[] message);
}
