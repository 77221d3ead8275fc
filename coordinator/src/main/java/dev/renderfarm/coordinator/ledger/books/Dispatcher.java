package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Decision;
import dev.renderfarm.coordinator.ledger.decision.TaskDecisions;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Sends tasks out for the first time and again, within the batch's window. Tasks that wait for another attempt keep
 * their place in the window: where everything fails, ever more fresh tasks would not help.
 */
final class Dispatcher {

    private static final Duration NO_ROOM_YET = Duration.ofSeconds(1);
    private static final Duration ITEM_NOT_HERE_YET = Duration.ofMillis(100);
    private static final Duration STANDS_STILL = Duration.ofSeconds(5);

    /** Slots and images per second of a model's live workers. */
    private record Workforce(int slots, double imagesPerSecond) {}

    private final LedgerTables tables;
    private final BiConsumer<OpenBatch, Decision> carryOut;
    private final TaskDecisions decisions;
    private final SharedServices services;
    private final LedgerPolicies policies;
    private final Map<ModelName, Workforce> workforces = new HashMap<>();

    Dispatcher(
            LedgerTables tables,
            BiConsumer<OpenBatch, Decision> carryOut,
            TaskDecisions decisions,
            SharedServices services,
            LedgerPolicies policies) {
        this.tables = tables;
        this.carryOut = carryOut;
        this.decisions = decisions;
        this.services = services;
        this.policies = policies;
    }

    /** Looks at the workers anew. */
    void readCapacity() {
        workforces.clear();
    }

    /** Has the batch take part in the sharing of its model's workers for as long as tasks of it wait. */
    void enterShares(BatchEntry batch) {
        if (batch.dispatches() && batch.counts().waiting() > 0) {
            services.shares().enter(batch.validatedModel(), batch.id());
        } else {
            leaveShares(batch);
        }
    }

    void leaveShares(BatchEntry batch) {
        ModelName model = batch.model();
        if (model != null) {
            services.shares().leave(model, batch.id());
        }
    }

    /**
     * Dispatches tasks for the first time.
     *
     * @return how many, at most {@code budget}
     */
    int refill(OpenBatch batch, Instant now, int budget) {
        if (!batch.entry().dispatches() || batch.entry().counts().undispatched() == 0) {
            return 0;
        }
        int outstanding =
                batch.entry().counts().inFlight() + batch.entry().counts().retrying();
        int most = Math.min(budget, windowOf(batch.entry()) - outstanding);
        int dispatched = 0;
        while (dispatched < most && batch.entry().counts().undispatched() > 0) {
            BatchEntry entry = batch.entry();
            Optional<StoredItem> stored = services.items().item(entry.id(), entry.cursor());
            if (stored.isEmpty()) {
                break;
            }
            Decision decision = stored.get()
                    .fold(
                            item -> decisions.dispatch(entry, item, now),
                            reason -> decisions.itemLost(entry, reason, now));
            carryOut.accept(batch, decision);
            dispatched++;
        }
        return dispatched;
    }

    /**
     * The watchdog of a task has fired, or its next attempt is due. A timer is kept while the batch stands still:
     * whatever makes the batch go on finds its tasks as they were.
     */
    void taskTimer(OpenBatch batch, Timer timer, Instant now) {
        BatchEntry entry = batch.entry();
        TaskEntry task = tables.task(timer.taskId());
        if (task == null || !timer.equals(task.timer())) {
            return;
        }
        if (!entry.dispatches()) {
            carryOut.accept(batch, decisions.postpone(entry, task, now.plus(STANDS_STILL)));
        } else if (timer.kind() == Timer.Kind.WATCHDOG) {
            carryOut.accept(batch, watchdogFired(entry, task, now));
        } else {
            carryOut.accept(batch, retryDue(entry, task, now));
        }
    }

    private Decision retryDue(BatchEntry batch, TaskEntry task, Instant now) {
        if (batch.counts().inFlight() >= windowOf(batch)) {
            return decisions.postpone(batch, task, now.plus(NO_ROOM_YET));
        }
        return services.items()
                .item(batch.id(), task.id().index())
                .map(stored -> stored.fold(
                        item -> decisions.dispatchAgain(batch, task, item, now),
                        reason -> decisions.itemLost(batch, task, reason, now)))
                .orElseGet(() -> decisions.postpone(batch, task, now.plus(ITEM_NOT_HERE_YET)));
    }

    private Decision watchdogFired(BatchEntry batch, TaskEntry task, Instant now) {
        return isToBeExpected(batch, task, now)
                ? decisions.postpone(batch, task, now.plus(task.watchdog()))
                : decisions.lost(batch, task, now);
    }

    /** Whether a worker holds the task, or it may still be queued. */
    private boolean isToBeExpected(BatchEntry batch, TaskEntry task, Instant now) {
        Workforce workforce = workforce(batch.validatedModel());
        long sharingWorkers = Math.round(batch.counts().inFlight() / shareOf(batch));
        return workforce.slots() == 0
                || services.capacity().holds(task.id())
                || policies.watchdogs()
                        .mayBeQueued(
                                Duration.between(task.dispatchedAt(), now),
                                sharingWorkers,
                                workforce.imagesPerSecond());
    }

    private int windowOf(BatchEntry batch) {
        Workforce workforce = workforce(batch.validatedModel());
        return policies.window().size(workforce.slots(), workforce.imagesPerSecond(), shareOf(batch));
    }

    private double shareOf(BatchEntry batch) {
        return services.shares().share(batch.validatedModel(), batch.id());
    }

    private Workforce workforce(ModelName model) {
        FarmCapacity capacity = services.capacity();
        return workforces.computeIfAbsent(
                model, name -> new Workforce(capacity.slots(name), capacity.imagesPerSecond(name)));
    }
}
