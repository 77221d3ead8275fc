package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.batch.StoredItem;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Decision;
import dev.renderfarm.coordinator.ledger.decision.TaskDecisions;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Sends tasks out for the first time and again. */
final class Dispatcher {

    private static final Duration NO_ROOM_YET = Duration.ofSeconds(1);
    private static final Duration ITEM_NOT_HERE_YET = Duration.ofMillis(100);
    private static final Duration STANDS_STILL = Duration.ofSeconds(5);
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(30);

    private final LedgerTables tables;
    private final BiConsumer<OpenBatch, Decision> carryOut;
    private final TaskDecisions decisions;
    private final SharedServices services;
    private final LedgerPolicies policies;
    private final Workforces workforces;
    private final Watchdog watchdog;

    Dispatcher(
            LedgerTables tables,
            BiConsumer<OpenBatch, Decision> carryOut,
            SharedServices services,
            LedgerPolicies policies,
            Workforces workforces) {
        this.tables = tables;
        this.carryOut = carryOut;
        this.decisions = new TaskDecisions(policies.watchdogs());
        this.services = services;
        this.policies = policies;
        this.workforces = workforces;
        this.watchdog = new Watchdog(decisions, services, policies.watchdogs());
    }

    /**
     * Dispatches the batch's next task for the first time; passes by those that were settled before their turn.
     *
     * @return whether it did; not where its item is not here yet
     */
    boolean dispatchNext(OpenBatch batch, Instant now) {
        passSettled(batch);
        BatchEntry entry = batch.entry();
        if (!entry.dispatchesFresh()) {
            return false;
        }
        Optional<StoredItem> stored = services.items().item(entry.id(), entry.next());
        stored.ifPresent(item -> carryOut.accept(
                batch,
                item.fold(
                        readable -> decisions.dispatch(entry, readable, now),
                        reason -> decisions.itemLost(entry, reason, now))));
        return stored.isPresent();
    }

    /** At most so many at once, since each event costs a bounded amount of work. */
    private void passSettled(OpenBatch batch) {
        for (int passed = 0; passed < policies.mostPerTick(); passed++) {
            BatchEntry entry = batch.entry();
            boolean isSettled = entry.dispatchesFresh()
                    && entry.hasSettledAhead()
                    && tables.task(new TaskId(entry.id(), entry.next())) != null;
            if (!isSettled) {
                return;
            }
            carryOut.accept(batch, decisions.passSettled(entry));
        }
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
            carryOut.accept(batch, decisions.postpone(entry, task, now.plus(standstill(entry, now))));
        } else if (timer.kind() == Timer.Kind.WATCHDOG) {
            carryOut.accept(batch, watchdog.fired(entry, task, now));
        } else {
            carryOut.accept(batch, retryDue(entry, task, now));
        }
    }

    /** The longer somebody has paused it, the more rarely its tasks are looked at. */
    private static Duration standstill(BatchEntry batch, Instant now) {
        Duration share = batch.pausedFor(now).dividedBy(20);
        Duration least = share.compareTo(STANDS_STILL) < 0 ? STANDS_STILL : share;
        return least.compareTo(LONGEST_STANDSTILL) < 0 ? least : LONGEST_STANDSTILL;
    }

    private Decision retryDue(BatchEntry batch, TaskEntry task, Instant now) {
        if (batch.counts().inFlight() >= mostInFlight(batch) || isInOtherHands(task)) {
            return decisions.postpone(batch, task, now.plus(NO_ROOM_YET));
        }
        List<WorkerId> avoid = workforces.of(batch.validatedModel()).avoidable(task.failedOn());
        return services.items()
                .item(batch.id(), task.id().index())
                .map(stored -> stored.fold(
                        item -> decisions.dispatchAgain(batch, task, item, avoid, now),
                        reason -> decisions.itemLost(batch, task, reason, now)))
                .orElseGet(() -> decisions.postpone(batch, task, now.plus(ITEM_NOT_HERE_YET)));
    }

    /** Whether it came back untried while a worker works on it, as where an earlier dispatch of it is still about. */
    private boolean isInOtherHands(TaskEntry task) {
        return task.spared() > 0 && services.capacity().holds(task.id());
    }

    /** Its tenant's part of the model's window, or less where it wants so itself; all where somebody waits for it. */
    private int mostInFlight(BatchEntry batch) {
        if (batch.lane() == Lane.INTERACTIVE) {
            return batch.mostInFlight();
        }
        ModelName model = batch.validatedModel();
        double part = services.shares().share(model, batch.tenant()) * workforces.window(model, policies.window());
        return Math.min(batch.mostInFlight(), (int) Math.ceil(part));
    }
}
