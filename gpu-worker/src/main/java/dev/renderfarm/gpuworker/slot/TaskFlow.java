package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.common.task.TaskOutcome.Rendered;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.claim.ClaimedTask.Renderable;
import dev.renderfarm.gpuworker.render.Device.Ending;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.render.RenderShape;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.render.Rendering;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.objectstore.store.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a slot does with the tasks that it has claimed: batch, render, encode, upload, report. When it returns, every
 * task has a result that is safely written, or the work was called off. Safe for use by several threads.
 */
public final class TaskFlow {

    private static final Logger LOG = LoggerFactory.getLogger(TaskFlow.class);

    private final Admission admission;
    private final Renderer renderer;
    private final PictureStoring storing;
    private final ResultReports reports;
    private final SlotMeters meters;
    private final TasksInHand inHand = new TasksInHand();

    public TaskFlow(
            Admission admission, Renderer renderer, PictureStoring storing, ResultReports reports, SlotMeters meters) {
        this.admission = admission;
        this.renderer = renderer;
        this.storing = storing;
        this.reports = reports;
        this.meters = meters;
    }

    /**
     * @param calledOff once true, nothing further is rendered; what is rendered already is still delivered
     * @param rendered told once the device is needed no more
     */
    void work(List<ClaimedTask> claimed, Cancellation calledOff, Runnable rendered) throws InterruptedException {
        List<Renderable> admitted = new ArrayList<>();
        try {
            admit(claimed, admitted);
            List<Drawn> pictures = new ArrayList<>();
            for (List<Renderable> microBatch : microBatches(admitted)) {
                pictures.addAll(render(microBatch, calledOff));
            }
            rendered.run();
            for (Drawn picture : pictures) {
                deliver(picture, calledOff);
            }
        } finally {
            inHand.putDown(admitted.stream().map(Renderable::taskId).toList());
        }
    }

    /** Reports every task as failed. */
    void giveUp(List<ClaimedTask> claimed, FailureCode code, String detail) throws InterruptedException {
        for (ClaimedTask task : claimed) {
            reports.report(task, new Failed(code, detail));
        }
    }

    private void admit(List<ClaimedTask> claimed, List<Renderable> admitted) throws InterruptedException {
        for (ClaimedTask task : claimed) {
            if (reports.reportAgain(task)) {
                LOG.atInfo()
                        .addKeyValue("taskId", task.taskId())
                        .log("came back after it was rendered, reported again");
                continue;
            }
            Optional<TaskOutcome> refusal = task.fold(
                    renderable -> {
                        Optional<TaskOutcome> reason = refusal(renderable);
                        if (reason.isEmpty()) {
                            admitted.add(renderable);
                        }
                        return reason;
                    },
                    unreadable -> Optional.of(admission.refusal(unreadable)));
            if (refusal.isPresent()) {
                reports.report(task, refusal.get());
            }
        }
    }

    /** Empty where the task is in hand from now on. */
    private Optional<TaskOutcome> refusal(Renderable task) {
        Optional<TaskOutcome> twice = inHand.takeUp(task.taskId());
        if (twice.isPresent()) {
            return twice;
        }
        Optional<TaskOutcome> refusal = admission.refusal(task);
        refusal.ifPresent(reason -> inHand.putDown(List.of(task.taskId())));
        return refusal;
    }

    private static Collection<List<Renderable>> microBatches(List<Renderable> tasks) {
        return tasks.stream()
                .collect(Collectors.groupingBy(
                        task -> RenderShape.of(task.task().item().image()), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    /** Where a micro-batch of several fails, each is tried alone, so that only the culprits fail. */
    private List<Drawn> render(List<Renderable> microBatch, Cancellation calledOff) throws InterruptedException {
        Cancellation unwanted =
                () -> calledOff.isRequested() || microBatch.stream().allMatch(this::isUnwanted);
        try (Ending waiting = renderer.device().awaitedSince(longestQueued(microBatch))) {
            Rendering rendering = renderer.render(requests(microBatch), unwanted);
            meters.took(rendering.times());
            return Drawn.of(microBatch, rendering);
        } catch (RenderCancelledException e) {
            reportUnwanted(microBatch);
        } catch (RenderException e) {
            if (microBatch.size() > 1) {
                return renderEachAlone(microBatch, calledOff);
            }
            fail(microBatch.get(0), e.code(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            for (Renderable task : microBatch) {
                failUnexpectedly(task, e);
            }
        }
        return List.of();
    }

    private static Instant longestQueued(List<Renderable> microBatch) {
        return microBatch.stream()
                .map(Renderable::queuedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private List<Drawn> renderEachAlone(List<Renderable> microBatch, Cancellation calledOff)
            throws InterruptedException {
        List<Drawn> pictures = new ArrayList<>();
        for (Renderable task : microBatch) {
            pictures.addAll(render(List.of(task), calledOff));
        }
        return pictures;
    }

    private void deliver(Drawn drawn, Cancellation calledOff) throws InterruptedException {
        Renderable task = drawn.task();
        Optional<Failed> unwanted = admission.nobodyWaitsFor(task.taskId().batchId());
        if (unwanted.isPresent()) {
            reports.report(task, unwanted.get());
            return;
        }
        StoredImage stored;
        try {
            stored = storing.store(
                    task.task(), drawn.picture(), drawn.times(), () -> calledOff.isRequested() || isUnwanted(task));
        } catch (RenderCancelledException e) {
            reportUnwanted(List.of(task));
            return;
        } catch (StorageException e) {
            LOG.atWarn()
                    .addKeyValue("taskId", task.taskId())
                    .addKeyValue("problem", e.getMessage())
                    .log("picture not stored");
            fail(task, e.code(), e.reason());
            return;
        } catch (RuntimeException e) {
            failUnexpectedly(task, e);
            return;
        }
        reports.report(task, new Rendered(stored));
    }

    private void reportUnwanted(List<Renderable> microBatch) throws InterruptedException {
        for (Renderable task : microBatch) {
            Optional<Failed> unwanted = admission.nobodyWaitsFor(task.taskId().batchId());
            if (unwanted.isPresent()) {
                reports.report(task, unwanted.get());
            }
        }
    }

    private void fail(Renderable task, FailureCode code, String detail) throws InterruptedException {
        LOG.atWarn()
                .addKeyValue("taskId", task.taskId())
                .addKeyValue("attempt", task.attempt())
                .addKeyValue("code", code.wireName())
                .addKeyValue("detail", detail)
                .log("attempt failed");
        reports.report(task, new Failed(code, detail));
    }

    /** Whatever one task does, the slot goes on with the next. */
    private void failUnexpectedly(Renderable task, RuntimeException cause) throws InterruptedException {
        LOG.atError().addKeyValue("taskId", task.taskId()).setCause(cause).log("attempt failed unexpectedly");
        String name = cause.getClass().getSimpleName();
        reports.report(
                task, new Failed(FailureCode.INTERNAL_ERROR, "the worker failed with " + name + ", see its log"));
    }

    private boolean isUnwanted(Renderable task) {
        return admission.nobodyWaitsFor(task.taskId().batchId()).isPresent();
    }

    private static List<ImageRequest> requests(List<Renderable> microBatch) {
        return microBatch.stream().map(task -> task.task().item().image()).toList();
    }

    /** A picture that is still to be stored. */
    private record Drawn(Renderable task, Picture picture, Map<Stage, Duration> times) {

        static List<Drawn> of(List<Renderable> microBatch, Rendering rendering) {
            return IntStream.range(0, microBatch.size())
                    .mapToObj(i ->
                            new Drawn(microBatch.get(i), rendering.pictures().get(i), rendering.times()))
                    .toList();
        }
    }
}
