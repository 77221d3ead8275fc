package dev.renderfarm.coordinator.ledger.waiting;

import dev.renderfarm.common.failure.FailureCode;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a batch's tasks that wait for another attempt.
 *
 * @param next when the first of them is due; null where that is not known
 * @param codes what their last attempts ended with
 */
public record Retries(@Nullable Instant next, Set<FailureCode> codes) {

    public Retries {
        codes = Set.copyOf(codes);
    }
}
