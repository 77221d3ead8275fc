package dev.renderfarm.common.worker;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.failure.FailureCode;
import java.time.Instant;

/**
 * What keeps a worker from its work.
 *
 * @param code {@link FailureCode#STORAGE_UNAVAILABLE} where it waits for the bucket
 * @param detail for people: what happened and what to do
 */
public record WorkerProblem(FailureCode code, String detail, Instant since) {

    public WorkerProblem {
        requireNonNull(code, "code is null");
        requireNonNull(detail, "detail is null");
        requireNonNull(since, "since is null");
    }
}
