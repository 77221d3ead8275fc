package dev.renderfarm.provenance.verdict;

/** What may be wrong with a manifest, by the codes of the specification (C2PA 2.2, section 15.2.2). */
public enum FaultKind {
    /** The claim names a signature that is not there. */
    SIGNATURE_MISSING("claimSignature.missing"),
    /** The claim is not what was signed. */
    SIGNATURE_MISMATCH("claimSignature.mismatch"),
    CREDENTIAL_INVALID("signingCredential.invalid"),
    CREDENTIAL_EXPIRED("signingCredential.expired"),
    /** Nobody who is trusted vouches for the signer. */
    CREDENTIAL_UNTRUSTED("signingCredential.untrusted"),
    ASSERTION_MISSING("assertion.missing"),
    /** An assertion is there that was not signed. */
    ASSERTION_UNDECLARED("assertion.undeclared"),
    ASSERTION_CHANGED("assertion.hashedURI.mismatch"),
    /** Nothing says which file the manifest is of, as far as this reader understands it. */
    FILE_UNBOUND("claim.hardBindings.missing"),
    /** The file is not the one that was signed. */
    FILE_CHANGED("assertion.dataHash.mismatch");

    private final String code;

    FaultKind(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }
}
