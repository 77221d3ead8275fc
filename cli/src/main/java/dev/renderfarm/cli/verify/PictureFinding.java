package dev.renderfarm.cli.verify;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a check found.
 *
 * @param detail in words
 */
public record PictureFinding(Outcome outcome, String detail) {

    /** How a check ended. */
    public enum Outcome {
        @JsonProperty("holds")
        HOLDS,
        @JsonProperty("fails")
        FAILS,
        /** There is nothing to hold it against, and nobody said that there would be. */
        @JsonProperty("not_told")
        NOT_TOLD,
        /** What it was to be held against cannot be had. */
        @JsonProperty("not_checked")
        NOT_CHECKED
    }

    static PictureFinding holds(String detail) {
        return new PictureFinding(Outcome.HOLDS, detail);
    }

    static PictureFinding fails(String detail) {
        return new PictureFinding(Outcome.FAILS, detail);
    }

    static PictureFinding notChecked(String detail) {
        return new PictureFinding(Outcome.NOT_CHECKED, detail);
    }

    public static PictureFinding notTold(String detail) {
        return new PictureFinding(Outcome.NOT_TOLD, detail);
    }
}
