package dev.renderfarm.provenance.refusal;

/** Bytes are not what they claim to be; the message says which and how. */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
