package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.gpuworker.claim.ClaimedTask;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.report.ResultReporter;
import dev.renderfarm.gpuworker.report.ResultReporter.Report;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.stage.Stopwatch;
import dev.renderfarm.gpuworker.trace.TaskTrace;
import dev.renderfarm.gpuworker.trace.TaskTraces;
import dev.renderfarm.gpuworker.trace.Timeline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes results and hands them in. Remembers the latest pictures, so that a task that comes back because only its
 * acknowledgement was lost, as after a restart of the broker, is answered again instead of rendered again. Safe for use
 * by several threads.
 */
public final class ResultReports {

    private static final int REMEMBERED = 256;

    private final WorkerId worker;
    private final String modelDigest;
    private final ResultReporter reporter;
    private final SlotMeters meters;
    private final Fitness fitness;
    private final TaskTraces traces;
    private final InstantSource clock;
    private final Map<Attempt, TaskResult> pictures = new LinkedHashMap<>();

    public ResultReports(
            WorkerId worker,
            String modelDigest,
            ResultReporter reporter,
            SlotMeters meters,
            Fitness fitness,
            TaskTraces traces,
            InstantSource clock) {
        this.worker = worker;
        this.modelDigest = modelDigest;
        this.reporter = reporter;
        this.meters = meters;
        this.fitness = fitness;
        this.traces = traces;
        this.clock = clock;
    }

    /**
     * Sends it. Once it is awaited, it counts and is remembered.
     *
     * @param usage null where the device was not used for it
     * @param timeline null where no stage was noted
     */
    Report send(ClaimedTask claimed, TaskOutcome outcome, @Nullable Usage usage, @Nullable Timeline timeline) {
        TaskResult result = new TaskResult(
                claimed.taskId(),
                claimed.attempt(),
                worker,
                modelDigest,
                claimed.claimedAt(),
                clock.instant(),
                outcome,
                usage);
        TaskTrace trace = traces.reporting(claimed, result, timeline);
        Report sent = reporter.send(result, trace == null ? claimed.traceparent() : trace.cause());
        return () -> {
            Stopwatch watch = new Stopwatch(clock);
            try {
                sent.awaitWritten();
            } finally {
                if (trace != null) {
                    trace.ended();
                }
            }
            watch.lap(Stage.REPORT);
            remember(result);
            meters.took(watch.times());
            meters.reported(
                    outcome,
                    Duration.between(result.startedAt(), result.finishedAt()),
                    trace == null ? null : trace.cause());
            fitness.heard(claimed.taskId(), hasFailedElsewhere(claimed), outcome);
        };
    }

    private static boolean hasFailedElsewhere(ClaimedTask claimed) {
        return claimed.fold(task -> !task.task().avoid().isEmpty(), unreadable -> false);
    }

    /** Sends an earlier picture of the same attempt again; empty where there is none. */
    Optional<Report> sendAgain(ClaimedTask claimed) {
        return recall(new Attempt(claimed.taskId(), claimed.attempt()))
                .map(result -> reporter.send(result, claimed.traceparent()));
    }

    private synchronized Optional<TaskResult> recall(Attempt attempt) {
        return Optional.ofNullable(pictures.get(attempt));
    }

    private synchronized void remember(TaskResult result) {
        if (result.outcome().hasPicture()) {
            pictures.put(new Attempt(result.taskId(), result.attempt()), result);
            if (pictures.size() > REMEMBERED) {
                pictures.remove(pictures.keySet().iterator().next());
            }
        }
    }

    private record Attempt(TaskId taskId, int number) {}
}
