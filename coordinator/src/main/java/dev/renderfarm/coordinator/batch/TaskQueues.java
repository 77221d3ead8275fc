package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;
import java.time.Instant;
import java.util.Optional;

/** What the broker says of the queues of tasks. Safe for several threads. Never blocks. */
public interface TaskQueues {

    /**
     * Since when it is known that the broker has done with every task of the model and lane that was dispatched by then: each
     * was acknowledged by a worker, or given up. Empty where some may still be queued or in a worker's hands, and where
     * nothing is known.
     */
    Optional<Instant> doneSince(ModelName model, Lane lane, Instant dispatchedAt);
}
