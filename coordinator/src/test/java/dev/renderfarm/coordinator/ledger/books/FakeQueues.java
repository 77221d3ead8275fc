package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.batch.TaskQueues;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A broker that has done with every task from a moment on, or with none. */
public final class FakeQueues implements TaskQueues {

    private @Nullable Instant doneSince;

    /** All that was or will be dispatched is acknowledged or given up. */
    public void doneSince(Instant since) {
        doneSince = since;
    }

    @Override
    public Optional<Instant> doneSince(ModelName model, Lane lane, Instant dispatchedAt) {
        return Optional.ofNullable(doneSince);
    }
}
