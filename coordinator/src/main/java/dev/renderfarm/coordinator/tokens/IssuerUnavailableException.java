package dev.renderfarm.coordinator.tokens;

/** Whether a token is good cannot be told now: nothing speaks against it, and the issuer's key for it cannot be had. */
public final class IssuerUnavailableException extends Exception {

    private static final long serialVersionUID = 1;

    IssuerUnavailableException(String issuer) {
        super("the keys of " + issuer + " cannot be had");
    }
}
