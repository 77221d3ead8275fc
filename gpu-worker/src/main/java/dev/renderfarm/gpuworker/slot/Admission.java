package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.RenderTask;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskOutcome.Declined;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.gpuworker.claim.ClaimedTask.Renderable;
import dev.renderfarm.gpuworker.claim.ClaimedTask.Unreadable;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.status.UnwantedBatches;
import dev.renderfarm.gpuworker.store.RedeliveryNotes;
import java.util.Optional;

/** Decides which claimed tasks are worth trying. */
public final class Admission {

    /** Two workers were lost over it, if one was: the next is not risked. */
    private static final int POISONED_FROM_DELIVERY = 3;

    private final WorkerId worker;
    private final ModelName model;
    private final UnwantedBatches unwanted;
    private final Fitness fitness;
    private final RedeliveryNotes redeliveries;

    public Admission(
            WorkerId worker, ModelName model, UnwantedBatches unwanted, Fitness fitness, RedeliveryNotes redeliveries) {
        this.worker = worker;
        this.model = model;
        this.unwanted = unwanted;
        this.fitness = fitness;
        this.redeliveries = redeliveries;
    }

    /** Why the task is answered without a try; empty where it is rendered. */
    Optional<TaskOutcome> refusal(Renderable task) {
        return nobodyWaitsFor(task.taskId().batchId())
                .<TaskOutcome>map(failed -> failed)
                .or(() -> leftAlone(task))
                .or(() -> unsuitable(task));
    }

    /** Why the task is answered without a try: it cannot be tried. */
    TaskOutcome refusal(Unreadable task) {
        return nobodyWaitsFor(task.taskId().batchId())
                .orElseGet(() -> new Failed(
                        FailureCode.INTERNAL_ERROR,
                        "the worker cannot read this task, is it older than the coordinator? " + task.problem()));
    }

    /** Why nobody waits for a picture of that batch any more. */
    Optional<Failed> nobodyWaitsFor(BatchId batch) {
        return unwanted.reason(batch).map(code -> new Failed(code, "the batch ended before this picture was rendered"));
    }

    private Optional<Declined> leftAlone(Renderable renderable) {
        if (renderable.task().avoid().contains(worker)) {
            return Optional.of(new Declined(worker + " has failed at this task: another worker shall try"));
        }
        if (unwanted.isPaused(renderable.taskId().batchId())) {
            return Optional.of(new Declined("the batch is paused"));
        }
        Optional<Declined> overtaken = renderable.deliveries() > 1 ? overtaken(renderable.task()) : Optional.empty();
        if (overtaken.isPresent()) {
            return overtaken;
        }
        return fitness.isSetAside() ? Optional.of(new Declined(worker + " has set itself aside")) : Optional.empty();
    }

    /**
     * Why its picture is not to be stored, asked of the bucket. Of a line's only picture all attempts that are stored draw the
     * same.
     */
    Optional<Declined> overtaken(RenderTask task) {
        return task.item().variant() != null && redeliveries.isOvertaken(task)
                ? Optional.of(new Declined("a later attempt has stored the picture"))
                : Optional.empty();
    }

    private Optional<Failed> unsuitable(Renderable renderable) {
        if (!renderable.task().model().equals(model)) {
            return Optional.of(new Failed(
                    FailureCode.MODEL_NOT_FOUND,
                    "the task is for model " + renderable.task().model() + ", this worker has " + model));
        }
        if (renderable.deliveries() >= POISONED_FROM_DELIVERY && redeliveries.areLeft(renderable.task())) {
            return Optional.of(new Failed(
                    FailureCode.POISONED_TASK,
                    "delivery " + renderable.deliveries()
                            + " of this task: the workers that tried it before did not live to report"));
        }
        return Optional.empty();
    }
}
