package dev.renderfarm.endtoend.chaos.check;

/**
 * A promise that was not kept.
 *
 * @param what happened, and where
 */
public record BrokenPromise(Kind kind, String batch, String what) {

    /** Which promise. */
    public enum Kind {
        /** A SKU has no final state, or a completed one no object of its digest. */
        LOST,
        /** A SKU has two final states, or a status record stands twice. */
        DOUBLED,
        /** The counts of a status record, or those of the files, do not add up. */
        CONSERVATION,
        /** A sequence number is missing. */
        GAP,
        /** An object without a task, or a result without one. */
        STRAY,
        /** Given out or drawn though its batch was cancelled long before. */
        AFTER_CANCEL,
        /** Usage is not what the results tell. */
        USAGE,
        /** It never came to its end. */
        UNRECOVERED
    }
}
