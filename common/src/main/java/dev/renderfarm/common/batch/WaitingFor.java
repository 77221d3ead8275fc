package dev.renderfarm.common.batch;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Why a batch stands still.
 *
 * @param message for people: the cause, without any inside address
 * @param since when it began to stand still for this cause
 */
public record WaitingFor(WaitingCode code, String message, Instant since) {

    public WaitingFor {
        requireNonNull(code, "code is null");
        requireNonNull(message, "message is null");
        requireNonNull(since, "since is null");
    }
}
