package dev.renderfarm.coordinator.batch;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * How long what is known of ended batches is kept, from the last that was told of them: a verdict, or another name, keeps a
 * batch for longer. A batch that has not ended is kept, however old it is.
 *
 * @param tasks of the ledger's tables: tasks and history
 * @param status on the status topic, and so in lists, usage and budgets; not before tasks
 */
public record Retention(Duration tasks, Duration status) {

    private static final Duration SHORTEST = Duration.ofDays(1);

    /** Longer than anybody keeps anything. */
    public static final Retention FOREVER = new Retention(Duration.ofDays(365_000), Duration.ofDays(365_000));

    public Retention {
        requireNonNull(tasks, "tasks is null");
        requireNonNull(status, "status is null");
        if (tasks.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("tasks of ended batches are kept for a day at least: " + tasks);
        }
        if (status.compareTo(tasks) < 0) {
            throw new IllegalArgumentException(
                    "the status of ended batches is kept for as long as their tasks at least: " + status + ", "
                            + tasks);
        }
    }

    /** Whether its tasks are kept no longer; of a batch that was rebuilt there are none. */
    public boolean hasLeft(Batch batch, Instant now) {
        return batch.renderfarm().origin().rebuiltAt() != null
                || hasLeft(batch.status(), batch.renderfarm().updatedAt(), now);
    }

    /** @param changedAt when something was told of it last */
    public boolean hasLeft(BatchStatus status, Instant changedAt, Instant now) {
        return status.isTerminal() && !changedAt.plus(tasks).isAfter(now);
    }

    /** Whether an ended batch is not told of any longer. */
    public boolean isForgotten(Instant changedAt, Instant now) {
        return !changedAt.plus(status).isAfter(now);
    }
}
