package dev.renderfarm.imaging.encoded;

import java.io.Serial;

/** This installation lacks a decoder, or part of one: no file is at fault, and none of its format can be read. */
public final class DecoderUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public DecoderUnavailableException(SourceFormat format, Throwable cause) {
        super(
                "this Java runtime cannot decode " + format.title()
                        + ": run the farm with a full runtime (module java.desktop) and with all of its libraries",
                cause);
    }
}
