package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.TaskQueues;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Decision;
import dev.renderfarm.coordinator.ledger.decision.TaskDecisions;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.WatchdogPolicy;
import java.time.Instant;
import java.util.Optional;

/**
 * What to make of a task of which nothing was heard for long. It is lost only where nobody holds it and the broker has
 * done with it: what may still be queued is never dispatched twice, however long the queue stands.
 */
final class Watchdog {

    private final TaskDecisions decisions;
    private final FarmCapacity capacity;
    private final TaskQueues queues;
    private final WatchdogPolicy policy;

    Watchdog(TaskDecisions decisions, SharedServices services, WatchdogPolicy policy) {
        this.decisions = decisions;
        this.capacity = services.capacity();
        this.queues = services.queues();
        this.policy = policy;
    }

    Decision fired(BatchEntry batch, TaskEntry task, Instant now) {
        Optional<Instant> doneSince = queues.doneSince(batch.validatedModel(), batch.lane(), task.dispatchedAt());
        if (doneSince.isEmpty() || capacity.holds(task.id())) {
            return decisions.postpone(batch, task, now.plus(task.watchdog()));
        }
        Instant lostAt = policy.lostAt(doneSince.get());
        return lostAt.isAfter(now)
                ? decisions.postpone(batch, task, lostAt)
                : decisions.lost(batch, task, capacity.vanishedHolder(task.id()).orElse(null), now);
    }
}
