package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Counts what results took of devices: each result once, whatever it does to its task. A worker that sends a result
 * again sends the same one, with the same end; drawn again, it has another. What comes once the files are being written
 * is not counted, so that they tell what the batch tells. Counts too what was delivered: each picture once, when its task
 * settles. Both fall on the day, in UTC, on which the ledger counts them, since clocks of workers are not its own.
 */
final class UsageDecisions {

    /**
     * @param decision what the result does to the task
     * @param before the task as the result found it
     */
    static Decision counted(Decision decision, BatchEntry batch, TaskEntry before, TaskResult result, Instant now) {
        LocalDate day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return used(delivered(decision, before, day), batch, before, result, day);
    }

    private static Decision delivered(Decision decision, TaskEntry before, LocalDate day) {
        TaskEntry after = decision.task();
        if (after == null || after.state() != TaskState.COMPLETED || before.state() == TaskState.COMPLETED) {
            return decision;
        }
        StoredImage image = after.image();
        return with(decision, decision.batch().delivered(day, image == null ? 0 : image.bytes()), after);
    }

    private static Decision used(
            Decision decision, BatchEntry batch, TaskEntry before, TaskResult result, LocalDate day) {
        Usage usage = result.usage();
        if (usage == null || isClosed(batch.status()) || before.knows(result)) {
            return decision;
        }
        TaskEntry task = decision.task() == null ? before : decision.task();
        return with(
                decision, decision.batch().using(day, usage, result.outcome().hasPicture()), task.using(usage, result));
    }

    private static Decision with(Decision decision, BatchEntry batch, TaskEntry task) {
        return new Decision(
                batch,
                task,
                decision.set(),
                decision.cleared(),
                decision.dispatch(),
                decision.deadLetter(),
                decision.others());
    }

    private static boolean isClosed(BatchStatus status) {
        return status == BatchStatus.FINALIZING || status.isTerminal();
    }

    private UsageDecisions() {}
}
