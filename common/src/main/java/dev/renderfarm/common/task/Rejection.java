package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.failure.FailureCode;

/**
 * Why a picture that is kept is not what anybody asked for.
 *
 * @param code of the check that it failed
 * @param detail for people: by how much
 */
public record Rejection(FailureCode code, String detail) {

    public Rejection {
        requireNonNull(code, "code is null");
        requireNonNull(detail, "detail is null");
    }
}
