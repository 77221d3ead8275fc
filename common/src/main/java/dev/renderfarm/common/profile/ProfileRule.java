package dev.renderfarm.common.profile;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.renderfarm.common.failure.FailureCode;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a profile may rule; the name by which findings tell of it. */
public enum ProfileRule {
    /** How the file is encoded. Whoever hands a line in is held to it, so no picture fails it. */
    FORMAT(null),
    /** Least and largest sides, and their proportions. */
    SIZE(FailureCode.PROFILE_SIZE),
    /** The largest file. */
    BYTES(FailureCode.PROFILE_BYTES),
    /** sRGB. Every picture of the farm is, and its file says so. */
    COLOURS(null),
    /** Pure white outside the product. */
    BACKGROUND(FailureCode.PROFILE_BACKGROUND),
    /** The share of the frame that the product fills. */
    FILL(FailureCode.PROFILE_FILL),
    /** No transparency. No picture of the farm has any. */
    TRANSPARENCY(null);

    private final @Nullable FailureCode failure;

    ProfileRule(@Nullable FailureCode failure) {
        this.failure = failure;
    }

    /** What an attempt fails with whose picture cannot be mended; empty where no picture fails it. */
    public Optional<FailureCode> failure() {
        return Optional.ofNullable(failure);
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
