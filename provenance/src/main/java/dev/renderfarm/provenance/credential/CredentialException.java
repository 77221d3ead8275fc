package dev.renderfarm.provenance.credential;

/** Certificates or key do not do for signing; the message says what is wrong, where, and the mend. */
public final class CredentialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CredentialException(String message) {
        super(message);
    }
}
