package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.failure.FailureCode;
import org.jspecify.annotations.Nullable;

/**
 * Why a picture that is kept is not what anybody asked for.
 *
 * @param code of the check that it failed
 * @param detail for people: by how much
 * @param shortfall over all checks, by which the best of several is told; null where an earlier release judged
 */
public record Rejection(
        FailureCode code, String detail, @Nullable Shortfall shortfall) {

    /** One of which is not known how far it is from passing. */
    public Rejection(FailureCode code, String detail) {
        this(code, detail, null);
    }

    /** The same, of a picture that counts as failing so many more. */
    public Rejection besides(int checks) {
        return new Rejection(code, detail, shortfall == null ? null : shortfall.and(checks));
    }

    public Rejection {
        requireNonNull(code, "code is null");
        requireNonNull(detail, "detail is null");
    }
}
