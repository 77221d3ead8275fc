package dev.renderfarm.coordinator.ledger.books;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.batch.ItemParts;
import dev.renderfarm.coordinator.fairness.Contender;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.Rank;
import dev.renderfarm.coordinator.fairness.Spent;
import dev.renderfarm.coordinator.ledger.decision.BatchCounts;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives out for the first time what falls to the batches of these books: some of one, then of the next, so that they mix
 * on the queue. Used by one thread.
 */
final class Rounds {

    private static final int PORTION = 4;

    private final Dispatcher dispatcher;
    private final ItemParts items;
    private final FarmShares shares;
    private final PictureTimes times;
    private final LedgerPolicies policies;
    private final Workforces workforces;

    Rounds(Dispatcher dispatcher, SharedServices services, LedgerPolicies policies, Workforces workforces) {
        this.dispatcher = dispatcher;
        this.items = services.items();
        this.shares = services.shares();
        this.times = services.times();
        this.policies = policies;
        this.workforces = workforces;
    }

    /**
     * A part of what falls to them is left for the next time where that is more than fits a tick. What falls to one whose
     * next item is not here yet goes to others.
     */
    void giveOut(Collection<OpenBatch> open, Instant now) {
        Map<BatchId, OpenBatch> batches = new HashMap<>();
        Set<ModelName> models = new LinkedHashSet<>();
        for (OpenBatch batch : open) {
            if (batch.entry().lane() == Lane.INTERACTIVE) {
                continue;
            }
            if (batch.entry().status() == BatchStatus.IN_PROGRESS
                    || batch.entry().status() == BatchStatus.CANCELLING) {
                batches.put(batch.entry().id(), batch);
                models.add(batch.entry().validatedModel());
                batch.able(true);
                tell(batch);
            } else {
                end(batch.entry());
            }
        }
        int budget = policies.mostPerTick() - giveOutAtOnce(open, now);
        for (ModelName model : models) {
            budget -= round(batches, model, now, budget);
            if (batches.values().stream().anyMatch(batch -> !batch.isAble())) {
                batches.values().forEach(this::tell);
                budget -= round(batches, model, now, budget);
            }
            if (models.size() > 1) {
                batches.values().forEach(this::tell);
            }
        }
        batches.values().forEach(this::tell);
    }

    private int round(Map<BatchId, OpenBatch> batches, ModelName model, Instant now, int budget) {
        Map<BatchId, Integer> places =
                new LinkedHashMap<>(shares.places(model, workforces.window(model, policies.window()), now));
        places.keySet().retainAll(batches.keySet());
        return round(batches, places, now, budget);
    }

    /** What somebody waits for takes no place of a batch's: it has a queue and turns of its own. */
    private int giveOutAtOnce(Collection<OpenBatch> open, Instant now) {
        int given = 0;
        for (OpenBatch batch : open) {
            if (batch.entry().lane() == Lane.INTERACTIVE
                    && batch.entry().dispatches()
                    && shares.hindrance(batch.entry().tenant()).isEmpty()) {
                given += portion(
                        batch,
                        batch.entry().mostInFlight() - batch.entry().counts().inFlight(),
                        now);
            }
        }
        return given;
    }

    /** Another one may keep the batch from now on. */
    void leave(BatchId batch) {
        shares.leave(batch);
    }

    void end(BatchEntry batch) {
        shares.end(batch.id(), batch.counts().completed() + batch.counts().failed());
    }

    private int round(Map<BatchId, OpenBatch> batches, Map<BatchId, Integer> places, Instant now, int budget) {
        Deque<BatchId> turns = new ArrayDeque<>(places.keySet());
        int given = 0;
        while (!turns.isEmpty() && given < budget) {
            BatchId id = turns.remove();
            int left = places.getOrDefault(id, 0);
            int most = Math.min(Math.min(PORTION, left), budget - given);
            OpenBatch batch = requireNonNull(batches.get(id), "places are of own batches");
            int done = portion(batch, most, now);
            given += done;
            places.put(id, left - done);
            if (done < most) {
                batch.able(false);
            } else if (left > done) {
                turns.add(id);
            }
        }
        return given;
    }

    private int portion(OpenBatch batch, int most, Instant now) {
        int done = 0;
        while (done < most && dispatcher.dispatchNext(batch, now)) {
            done++;
        }
        return done;
    }

    private void tell(OpenBatch open) {
        BatchEntry batch = open.entry();
        BatchCounts counts = batch.counts();
        boolean heldUp = !open.isAble()
                || !batch.dispatchesFresh()
                || items.hindrance(batch.id()).isPresent();
        shares.tell(new Contender(
                batch.id(),
                batch.validatedModel(),
                batch.tenant(),
                new Rank(
                        batch.terms().priority(),
                        batch.terms().deadline(),
                        batch.submission().createdAt()),
                heldUp ? 0 : counts.undispatched(),
                counts.retrying(),
                counts.inFlight(),
                counts.total() - counts.undispatched(),
                batch.mostInFlight(),
                new Spent(
                        batch.deviceSeconds(),
                        batch.imagesDrawn(),
                        counts.completed() + counts.failed(),
                        batch.retries(),
                        open.sample()
                                .map(image -> times.seconds(batch.validatedModel(), image))
                                .orElse(0.0))));
    }
}
