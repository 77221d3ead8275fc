package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.Delivery;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskOutcome.Declined;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.common.task.TaskOutcome.Rendered;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.gpuworker.check.PictureChecks;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.claim.ClaimedTask.Renderable;
import dev.renderfarm.gpuworker.provenance.SigningLapsedException;
import dev.renderfarm.gpuworker.render.Commission;
import dev.renderfarm.gpuworker.render.Device.Ending;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.render.RenderShape;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.render.Rendering;
import dev.renderfarm.gpuworker.source.Canvases;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.store.RedeliveryNotes;
import dev.renderfarm.gpuworker.trace.TaskTraces;
import dev.renderfarm.gpuworker.trace.Timeline;
import dev.renderfarm.objectstore.store.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a slot does with the tasks that it has claimed: batch, render, encode, upload, report. When it returns, every
 * task has a result that is safely written, or the work was called off. Results are sent as they come and awaited
 * together. Long because all that a task may end with is told here. Safe for use by several threads.
 */
public final class TaskFlow {

    private static final Logger LOG = LoggerFactory.getLogger(TaskFlow.class);

    private final Admission admission;
    private final Canvases canvases;
    private final Renderer renderer;
    private final PictureChecks checks;
    private final PictureStoring storing;
    private final ResultReports reports;
    private final SlotMeters meters;
    private final TaskTraces traces;
    private final RedeliveryNotes redeliveries;
    private final TasksInHand inHand = new TasksInHand();

    public TaskFlow(
            Admission admission,
            Canvases canvases,
            Renderer renderer,
            PictureChecks checks,
            PictureStoring storing,
            ResultReports reports,
            SlotMeters meters,
            TaskTraces traces,
            RedeliveryNotes redeliveries) {
        this.admission = admission;
        this.canvases = canvases;
        this.renderer = renderer;
        this.checks = checks;
        this.storing = storing;
        this.reports = reports;
        this.meters = meters;
        this.traces = traces;
        this.redeliveries = redeliveries;
    }

    /**
     * @param calledOff once true, nothing further is rendered; what is rendered already is still delivered
     * @param rendered told once the device is needed no more
     */
    void work(List<ClaimedTask> claimed, Cancellation calledOff, Runnable rendered) throws InterruptedException {
        ReportGroup results = new ReportGroup(reports);
        List<Renderable> admitted = new ArrayList<>();
        try {
            admit(claimed, admitted, results);
            noteRedelivered(admitted);
            List<Drawn> pictures = new ArrayList<>();
            for (List<Renderable> microBatch : microBatches(admitted)) {
                pictures.addAll(render(microBatch, calledOff, results));
            }
            rendered.run();
            for (Drawn picture : pictures) {
                deliver(picture, calledOff, results);
            }
            results.awaitWritten();
        } finally {
            inHand.putDown(admitted.stream().map(Renderable::taskId).toList());
            letGo(List.copyOf(admitted));
        }
    }

    /** They are this worker's no more, and it lives: nothing speaks against them. */
    void letGo(List<ClaimedTask> claimed) {
        for (ClaimedTask task : claimed) {
            task.fold(Stream::of, unreadable -> Stream.<Renderable>empty())
                    .filter(TaskFlow::wasDeliveredBefore)
                    .forEach(redelivered -> redeliveries.remove(redelivered.task()));
        }
    }

    /** Reports every task as failed. */
    void giveUp(List<ClaimedTask> claimed, FailureCode code, String detail) throws InterruptedException {
        ReportGroup results = new ReportGroup(reports);
        for (ClaimedTask task : claimed) {
            results.send(task, new Failed(code, detail));
        }
        results.awaitWritten();
    }

    private void admit(List<ClaimedTask> claimed, List<Renderable> admitted, ReportGroup results) {
        for (ClaimedTask task : claimed) {
            if (results.sendAgain(task)) {
                TaskLog.about(LOG.atInfo(), task).log("came back after it was rendered, reported again");
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
            refusal.ifPresent(outcome -> results.send(task, outcome));
        }
    }

    private void noteRedelivered(List<Renderable> admitted) {
        admitted.stream().filter(TaskFlow::wasDeliveredBefore).forEach(task -> redeliveries.leave(task.task()));
    }

    private static boolean wasDeliveredBefore(Renderable task) {
        return task.deliveries() > 1;
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
                        task -> RenderShape.of(task.task().image()), LinkedHashMap::new, Collectors.toList()))
                .values();
    }

    private List<Drawn> render(List<Renderable> microBatch, Cancellation calledOff, ReportGroup results)
            throws InterruptedException {
        Cancellation unwanted =
                () -> calledOff.isRequested() || microBatch.stream().allMatch(this::isUnwanted);
        try (Ending waiting = renderer.device().awaitedSince(longestQueued(microBatch))) {
            List<Begun> begun = new ArrayList<>();
            for (Renderable task : microBatch) {
                lay(task, unwanted, results).ifPresent(begun::add);
            }
            return begun.isEmpty() ? List.of() : renderBegun(begun, calledOff, results);
        }
    }

    /** Whatever is wrong with what a task begins with is reported, and concerns no other task. */
    private Optional<Begun> lay(Renderable task, Cancellation unwanted, ReportGroup results)
            throws InterruptedException {
        try {
            return Optional.of(new Begun(task, canvases.lay(task.task().image(), unwanted)));
        } catch (RenderCancelledException e) {
            reportUnwanted(List.of(task), results);
        } catch (RenderException e) {
            fail(task, e.code(), String.valueOf(e.getMessage()), results);
        } catch (RuntimeException e) {
            failUnexpectedly(task, e, results);
        }
        return Optional.empty();
    }

    /** Where a micro-batch of several fails, each is tried alone, so that only the culprits fail. */
    private List<Drawn> renderBegun(List<Begun> microBatch, Cancellation calledOff, ReportGroup results)
            throws InterruptedException {
        List<Renderable> tasks = microBatch.stream().map(Begun::task).toList();
        Cancellation unwanted = () -> calledOff.isRequested() || tasks.stream().allMatch(this::isUnwanted);
        try {
            Rendering rendering =
                    onDevice(tasks, requests(microBatch), unwanted, results).after(readingTimes(microBatch));
            meters.took(rendering.times());
            return drawn(microBatch, rendering);
        } catch (RenderCancelledException e) {
            reportUnwanted(tasks, results);
        } catch (RenderException e) {
            if (microBatch.size() > 1) {
                return renderEachAlone(microBatch, calledOff, results);
            }
            fail(tasks.get(0), e.code(), String.valueOf(e.getMessage()), results);
        } catch (RuntimeException e) {
            for (Renderable task : tasks) {
                failUnexpectedly(task, e, results);
            }
        }
        return List.of();
    }

    /** A task, with what it begins with at hand. */
    private record Begun(Renderable task, Canvases.Laid laid) {}

    private static List<Commission> requests(List<Begun> microBatch) {
        return microBatch.stream().map(begun -> begun.laid().commission()).toList();
    }

    private static Map<Stage, Duration> readingTimes(List<Begun> microBatch) {
        Map<Stage, Duration> times = new EnumMap<>(Stage.class);
        for (Begun begun : microBatch) {
            begun.laid().times().forEach((stage, took) -> times.merge(stage, took, Duration::plus));
        }
        return times;
    }

    /** Whatever becomes of them, the tasks share what was used. */
    private Rendering onDevice(
            List<Renderable> microBatch, List<Commission> requests, Cancellation unwanted, ReportGroup results)
            throws InterruptedException {
        renderer.device().settle();
        try (DeviceWatch watch = new DeviceWatch(microBatch, unwanted, meters)) {
            return renderer.render(requests, lane(microBatch), watch);
        } finally {
            results.used(microBatch, renderer.device().settle());
        }
    }

    private static Instant longestQueued(List<Renderable> microBatch) {
        return microBatch.stream()
                .map(Renderable::queuedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private List<Drawn> renderEachAlone(List<Begun> microBatch, Cancellation calledOff, ReportGroup results)
            throws InterruptedException {
        List<Drawn> pictures = new ArrayList<>();
        for (Begun begun : microBatch) {
            pictures.addAll(renderBegun(List.of(begun), calledOff, results));
        }
        return pictures;
    }

    private void deliver(Drawn drawn, Cancellation calledOff, ReportGroup results) throws InterruptedException {
        Renderable task = drawn.task();
        Optional<Failed> unwanted = admission.nobodyWaitsFor(task.taskId().batchId());
        if (unwanted.isPresent()) {
            results.send(task, unwanted.get());
            return;
        }
        Optional<Rejection> rejection = spoilt(drawn);
        if (isDrawnAgain(task, rejection, results)) {
            return;
        }
        StoredImage stored;
        try {
            PictureStoring.Finished finished = storing.finish(drawn);
            if (!finished.isOfSource() && isDrawnAgain(task, finished.rejection(), results)) {
                return;
            }
            Optional<Declined> overtaken = admission.overtaken(task.task());
            if (overtaken.isPresent()) {
                results.send(task, overtaken.get());
                return;
            }
            stored = storing.store(
                    finished,
                    rejection.or(finished::rejection).orElse(null),
                    drawn.likeness(checks, finished.picture()),
                    results.usageOf(task),
                    () -> calledOff.isRequested() || isUnwanted(task));
        } catch (RenderCancelledException e) {
            reportUnwanted(List.of(task), results);
            return;
        } catch (StorageException e) {
            TaskLog.about(LOG.atWarn(), task)
                    .addKeyValue("problem", e.getMessage())
                    .log("picture not stored");
            fail(task, e.code(), e.reason(), results);
            return;
        } catch (SigningLapsedException e) {
            fail(task, FailureCode.CERTIFICATE_EXPIRED, String.valueOf(e.getMessage()), results);
            return;
        } catch (RuntimeException e) {
            failUnexpectedly(task, e, results);
            return;
        }
        results.send(task, new Rendered(stored), drawn.timeline());
    }

    /** One that failed a check counts as failing all of its profile, which it is not held against: no sound one is worse. */
    private Optional<Rejection> spoilt(Drawn drawn) {
        Delivery delivery = drawn.task().task().image().encoding().delivery();
        Optional<Rejection> found = checks.rejection(drawn.picture().rgb());
        return delivery == null
                ? found
                : found.map(why -> why.besides(delivery.rules().breakable()));
    }

    /** Whether a picture that failed a check is a failed attempt, since another may help; it is reported then. */
    private static boolean isDrawnAgain(Renderable task, Optional<Rejection> rejection, ReportGroup results) {
        if (rejection.isEmpty() || task.task().drawing().keeps(rejection.get().shortfall())) {
            return false;
        }
        fail(task, rejection.get(), results);
        return true;
    }

    private void reportUnwanted(List<Renderable> microBatch, ReportGroup results) {
        for (Renderable task : microBatch) {
            admission.nobodyWaitsFor(task.taskId().batchId()).ifPresent(unwanted -> results.send(task, unwanted));
        }
    }

    private static void fail(Renderable task, FailureCode code, String detail, ReportGroup results) {
        fail(task, new Rejection(code, detail), results);
    }

    /** @param why of a picture that failed a check, by how much */
    private static void fail(Renderable task, Rejection why, ReportGroup results) {
        TaskLog.about(LOG.atWarn(), task)
                .addKeyValue("attempt", task.attempt())
                .addKeyValue("code", why.code().wireName())
                .addKeyValue("detail", why.detail())
                .log("attempt failed");
        results.send(task, new Failed(why.code(), why.detail(), why.shortfall()));
    }

    /** Whatever one task does, the slot goes on with the next. */
    private static void failUnexpectedly(Renderable task, RuntimeException cause, ReportGroup results) {
        TaskLog.about(LOG.atError(), task).setCause(cause).log("attempt failed unexpectedly");
        String name = cause.getClass().getSimpleName();
        results.send(task, new Failed(FailureCode.INTERNAL_ERROR, "the worker failed with " + name + ", see its log"));
    }

    private boolean isUnwanted(Renderable task) {
        return admission.nobodyWaitsFor(task.taskId().batchId()).isPresent();
    }

    /** All that a slot claims came on one. */
    private static Lane lane(List<Renderable> microBatch) {
        return Lane.of(microBatch.get(0).task().lane());
    }

    private List<Drawn> drawn(List<Begun> microBatch, Rendering rendering) {
        return IntStream.range(0, microBatch.size())
                .mapToObj(i -> drawn(microBatch.get(i), rendering.pictures().get(i), rendering.times()))
                .toList();
    }

    private Drawn drawn(Begun begun, Picture picture, Map<Stage, Duration> times) {
        Timeline timeline = traces.begin(begun.task());
        if (timeline != null) {
            timeline.passed(times);
        }
        return Drawn.of(begun.task(), picture, begun.laid(), times, timeline);
    }
}
