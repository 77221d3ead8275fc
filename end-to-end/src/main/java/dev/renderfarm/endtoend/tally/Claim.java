package dev.renderfarm.endtoend.tally;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import java.time.Instant;

/**
 * A task that a worker got from the broker.
 *
 * @param deliveries how often the broker has handed it out, this time included
 * @param queuedAt when it was put on the topic
 */
public record Claim(TaskId task, ModelName model, int deliveries, Instant queuedAt, Instant claimedAt) {

    public Claim {
        if (deliveries < 1) {
            throw new IllegalArgumentException("deliveries must be at least 1: " + deliveries);
        }
    }

    /** From the topic to a worker; the two clocks are of one machine and may differ by a tick. */
    Span queued() {
        return new Span(queuedAt, claimedAt.isBefore(queuedAt) ? queuedAt : claimedAt);
    }
}
