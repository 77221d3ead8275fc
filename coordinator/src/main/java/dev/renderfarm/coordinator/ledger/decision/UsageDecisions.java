package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.Usage;

/**
 * Counts what results took of devices: each result once, whatever it does to its task. A worker that sends a result
 * again sends the same one, with the same end; drawn again, it has another. What comes once the files are being written
 * is not counted, so that they tell what the batch tells.
 */
final class UsageDecisions {

    /**
     * @param decision what the result does to the task
     * @param before the task as the result found it
     */
    static Decision counted(Decision decision, BatchEntry batch, TaskEntry before, TaskResult result) {
        Usage usage = result.usage();
        if (usage == null || isClosed(batch.status()) || before.knows(result)) {
            return decision;
        }
        TaskEntry task = decision.task() == null ? before : decision.task();
        return new Decision(
                decision.batch().using(usage, result.outcome().hasPicture()),
                task.using(usage, result),
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
