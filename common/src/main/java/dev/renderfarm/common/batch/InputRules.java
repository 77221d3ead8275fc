package dev.renderfarm.common.batch;

import org.jspecify.annotations.Nullable;

/**
 * How the input of a batch is read.
 *
 * @param strict whether a column or field that the farm does not know is refused; else it is carried into the results
 * @param encoding of a file that does not say so itself; null is UTF-8
 */
public record InputRules(
        boolean strict, OnInvalid onInvalid, @Nullable TextEncoding encoding) {

    /** Of a batch that asks for nothing else. */
    public static final InputRules DEFAULT = new InputRules(false, OnInvalid.REJECT_BATCH, null);

    public InputRules {
        onInvalid = onInvalid == null ? OnInvalid.REJECT_BATCH : onInvalid;
    }

    public boolean skipsLines() {
        return onInvalid == OnInvalid.SKIP_LINES;
    }
}
