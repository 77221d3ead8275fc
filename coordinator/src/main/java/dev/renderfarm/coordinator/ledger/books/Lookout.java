package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.coordinator.batch.ItemParts;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.waiting.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Looks once a second at whether and why the open batches stand still. Costs the same however large they are. */
final class Lookout {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Workforces workforces;
    private final LongWork longWork;
    private final ItemParts items;
    private final FarmShares shares;
    private Instant next = Instant.MIN;

    Lookout(Workforces workforces, SharedServices services) {
        this.workforces = workforces;
        this.longWork = services.longWork();
        this.items = services.items();
        this.shares = services.shares();
    }

    void look(Collection<OpenBatch> open, Instant now) {
        if (!now.isBefore(next)) {
            next = now.plus(LOOK_EVERY);
            open.forEach(batch -> batch.look(surroundings(batch, now), now));
        }
    }

    private Surroundings surroundings(OpenBatch batch, Instant now) {
        BatchEntry entry = batch.entry();
        return new Surroundings(
                workforces.of(entry.model()),
                longWork.hindrance(entry.id()),
                items.hindrance(entry.id()),
                entry.dispatches() ? shares.others(entry.validatedModel(), entry.id()) : 0,
                entry.dispatches() ? shares.hindrance(entry.tenant()) : Optional.empty(),
                batch.retries(now));
    }
}
