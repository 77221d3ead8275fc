package dev.renderfarm.common.batch;

import org.jspecify.annotations.Nullable;

/**
 * What validation has to say of a batch's input.
 *
 * @param warnings null where there are none
 */
public record InputReport(@Nullable BatchWarnings warnings) {

    /** Nothing, as before validation. */
    public static final InputReport NONE = new InputReport(null);
}
