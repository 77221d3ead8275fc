package dev.renderfarm.common.terminal;

import java.io.Serial;

/** Standard output does not take what is written. */
public final class UnwritableOutputException extends RuntimeException {

    /** What a shell says of a program that a closed pipe has ended: 128 and the number of SIGPIPE. */
    public static final int READER_GONE = 141;

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean readerGone;

    /**
     * @param readerGone whether nobody reads any more, as after {@code | head -1}, which is no failure to tell of
     * @param reason as the system has it
     */
    public UnwritableOutputException(boolean readerGone, String reason) {
        super("standard output cannot be written: " + reason);
        this.readerGone = readerGone;
    }

    public boolean isReaderGone() {
        return readerGone;
    }
}
