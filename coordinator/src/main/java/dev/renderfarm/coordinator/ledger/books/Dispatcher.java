package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.RenderItem;
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
     * @return whether it did; not where its item is not here yet, nor where more were settled than are passed by at once
     */
    boolean dispatchNext(OpenBatch batch, Instant now) {
        boolean passed = passSettled(batch);
        BatchEntry entry = batch.entry();
        if (!passed || !entry.dispatchesFresh()) {
            return false;
        }
        Optional<StoredItem> stored = services.items().item(entry.id(), entry.next());
        stored.ifPresent(item -> carryOut.accept(
                batch,
                item.fold(
                        readable -> dispatch(batch, readable, now), reason -> decisions.itemLost(entry, reason, now))));
        return stored.isPresent();
    }

    /**
     * At most so many at once, since each event costs a bounded amount of work.
     *
     * @return whether the task whose turn it is has not settled
     */
    private boolean passSettled(OpenBatch batch) {
        for (int passed = 0; passed < policies.mostPerTick(); passed++) {
            BatchEntry entry = batch.entry();
            boolean isSettled = entry.dispatchesFresh()
                    && entry.hasSettledAhead()
                    && tables.task(new TaskId(entry.id(), entry.next())) != null;
            if (!isSettled) {
                return true;
            }
            carryOut.accept(batch, decisions.passSettled(entry));
        }
        return false;
    }

    /**
     * The watchdog of a task has fired, or its next attempt is due. An attempt is put off while the batch stands still; a
     * task that was lost is missed even then, so that it holds no place that others may have.
     */
    void taskTimer(OpenBatch batch, Timer timer, Instant now) {
        BatchEntry entry = batch.entry();
        TaskEntry task = tables.task(timer.taskId());
        if (task == null || !timer.equals(task.timer())) {
            return;
        }
        if (timer.kind() == Timer.Kind.WATCHDOG && entry.goesOn()) {
            carryOut.accept(batch, watchdog.fired(entry, task, now));
        } else if (!entry.dispatches()) {
            Decision later = decisions.postpone(entry, task, now.plus(standstill(entry, now)));
            later.set().forEach(batch::sleeps);
            carryOut.accept(batch, later);
        } else {
            carryOut.accept(batch, retryDue(entry, task, now));
        }
    }

    /** Has the timers fire now that were put off while the batch was paused; at most so many at once. */
    void wake(OpenBatch batch, Instant now) {
        for (Timer timer : batch.wake(policies.mostPerTick())) {
            TaskEntry task = tables.task(timer.taskId());
            if (task != null && timer.equals(task.timer())) {
                carryOut.accept(batch, decisions.postpone(batch.entry(), task, now));
            }
        }
    }

    /** The longer somebody has paused it, the more rarely its tasks are looked at. */
    private static Duration standstill(BatchEntry batch, Instant now) {
        Duration share = batch.pausedFor(now).dividedBy(20);
        Duration least = share.compareTo(STANDS_STILL) < 0 ? STANDS_STILL : share;
        return least.compareTo(LONGEST_STANDSTILL) < 0 ? least : LONGEST_STANDSTILL;
    }

    private Decision retryDue(BatchEntry batch, TaskEntry task, Instant now) {
        if (!hasRoom(batch) || isInOtherHands(task)) {
            return decisions.postpone(batch, task, now.plus(NO_ROOM_YET));
        }
        List<WorkerId> avoid = workforces.of(batch.validatedModel()).avoidable(task.failedOn());
        return services.items()
                .item(batch.id(), task.id().index())
                .map(stored -> stored.fold(
                        item -> dispatchAgain(batch, task, item, avoid, now),
                        reason -> decisions.itemLost(batch, task, reason, now)))
                .orElseGet(() -> decisions.postpone(batch, task, now.plus(ITEM_NOT_HERE_YET)));
    }

    /** Whether it came back untried while a worker works on it, as where an earlier dispatch of it is still about. */
    private boolean isInOtherHands(TaskEntry task) {
        return task.spared() > 0 && services.capacity().holds(task.id());
    }

    private Decision dispatch(OpenBatch batch, RenderItem item, Instant now) {
        batch.drew(item.image());
        return decisions.dispatch(batch.entry(), item, now);
    }

    private Decision dispatchAgain(
            BatchEntry batch, TaskEntry task, RenderItem item, List<WorkerId> avoid, Instant now) {
        services.shares().retried(batch.id());
        return decisions.dispatchAgain(batch, task, item, avoid, now);
    }

    /** Within what the batch wants itself, and its tenant's part of the model's window; what somebody waits for has all. */
    private boolean hasRoom(BatchEntry batch) {
        int inFlight = batch.counts().inFlight();
        if (inFlight >= batch.mostInFlight()) {
            return false;
        }
        ModelName model = batch.validatedModel();
        return batch.lane() == Lane.INTERACTIVE
                || services.shares().mayRetry(batch.id(), inFlight, workforces.window(model, policies.window()));
    }
}
