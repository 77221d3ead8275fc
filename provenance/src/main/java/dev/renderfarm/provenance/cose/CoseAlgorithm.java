package dev.renderfarm.provenance.cose;

import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Kinds of signature that C2PA allows (C2PA 2.2, section 13.2), each with its number at IANA. */
public enum CoseAlgorithm {
    ES256(-7, "SHA256withECDSAinP1363Format", null),
    ES384(-35, "SHA384withECDSAinP1363Format", null),
    ES512(-36, "SHA512withECDSAinP1363Format", null),
    PS256(-37, "RSASSA-PSS", pss("SHA-256", MGF1ParameterSpec.SHA256, 32)),
    PS384(-38, "RSASSA-PSS", pss("SHA-384", MGF1ParameterSpec.SHA384, 48)),
    PS512(-39, "RSASSA-PSS", pss("SHA-512", MGF1ParameterSpec.SHA512, 64)),
    /** Ed25519 alone. */
    EDDSA(-8, "Ed25519", null);

    private final long id;
    private final String name;
    private final @Nullable AlgorithmParameterSpec parameters;

    CoseAlgorithm(long id, String name, @Nullable AlgorithmParameterSpec parameters) {
        this.id = id;
        this.name = name;
        this.parameters = parameters;
    }

    /** As COSE's header says it. */
    public long id() {
        return id;
    }

    public static Optional<CoseAlgorithm> of(long id) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.id == id).findFirst();
    }

    /** Java's own, for signatures in COSE's form: for ECDSA, r and s one after the other. */
    public Signature signature() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(name);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        return signature;
    }

    private static PSSParameterSpec pss(String digest, MGF1ParameterSpec mask, int salt) {
        return new PSSParameterSpec(digest, "MGF1", mask, salt, PSSParameterSpec.TRAILER_FIELD_BC);
    }
}
