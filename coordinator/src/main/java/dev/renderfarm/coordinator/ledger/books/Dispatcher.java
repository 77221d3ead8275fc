package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Decision;
import dev.renderfarm.coordinator.ledger.decision.TaskDecisions;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends tasks out for the first time and again, within the batch's window. Tasks that wait for another attempt keep
 * their place in the window: where everything fails, ever more fresh tasks would not help.
 */
final class Dispatcher {

    private static final Duration NO_ROOM_YET = Duration.ofSeconds(1);
    private static final Duration ITEM_NOT_HERE_YET = Duration.ofMillis(100);

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
            Optional<RenderItem> item = item(batch.entry().id(), batch.entry().cursor());
            if (item.isEmpty()) {
                break;
            }
            carryOut.accept(batch, decisions.dispatch(batch.entry(), item.get(), now));
            dispatched++;
        }
        return dispatched;
    }

    void retryDue(OpenBatch batch, Timer timer, Instant now) {
        TaskEntry task = taskTimedBy(batch, timer, TaskState.WAITING);
        if (task == null) {
            return;
        }
        if (batch.entry().counts().inFlight() >= windowOf(batch.entry())) {
            carryOut.accept(batch, decisions.postpone(batch.entry(), task, now.plus(NO_ROOM_YET)));
            return;
        }
        Optional<RenderItem> item = item(batch.entry().id(), timer.index());
        carryOut.accept(
                batch,
                item.isPresent()
                        ? decisions.dispatchAgain(batch.entry(), task, item.get(), now)
                        : decisions.postpone(batch.entry(), task, now.plus(ITEM_NOT_HERE_YET)));
    }

    void watchdogFired(OpenBatch batch, Timer timer, Instant now) {
        TaskEntry task = taskTimedBy(batch, timer, TaskState.IN_FLIGHT);
        if (task == null) {
            return;
        }
        carryOut.accept(
                batch,
                isToBeExpected(batch.entry(), task, now)
                        ? decisions.postpone(batch.entry(), task, now.plus(task.watchdog()))
                        : decisions.lost(batch.entry(), task, now));
    }

    /** Whether somebody works on the task, or nobody can have got to it yet. */
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

    /** The task whose present timer this is, or null where that was overtaken by something else. */
    private @Nullable TaskEntry taskTimedBy(OpenBatch batch, Timer timer, TaskState state) {
        if (!batch.entry().dispatches()) {
            return null;
        }
        TaskEntry task = tables.task(timer.taskId());
        return task != null && task.state() == state && timer.due().equals(task.due()) ? task : null;
    }

    private Optional<RenderItem> item(BatchId batch, int index) {
        Optional<List<RenderItem>> part = services.parts().part(batch, index / ObjectKeys.PART_SIZE);
        return part.map(items -> items.get(index % ObjectKeys.PART_SIZE));
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
