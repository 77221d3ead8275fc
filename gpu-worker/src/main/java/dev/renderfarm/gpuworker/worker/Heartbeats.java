package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.gpuworker.report.HeartbeatPublisher;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a heartbeat every few seconds, one at a time, and knows whether the broker takes them. */
@Singleton
final class Heartbeats {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final Duration LAST_WAIT = Duration.ofSeconds(5);
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(10);
    private static final int MISSED_BEATS = 5;

    private final HeartbeatPublisher publisher;
    private final Duration interval;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "heartbeats");
        thread.setDaemon(true);
        return thread;
    });
    private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);
    private volatile @Nullable Instant takenAt;
    private volatile boolean refused = true;
    private volatile @Nullable Supplier<WorkerHeartbeat> source;

    Heartbeats(HeartbeatPublisher publisher, WorkerConfig config, InstantSource clock) {
        this.publisher = publisher;
        this.interval = config.heartbeatInterval();
        this.clock = clock;
    }

    /** Sends one every interval from now on. */
    void start(Supplier<WorkerHeartbeat> source) {
        this.source = source;
        var unused = timer.scheduleAtFixedRate(this::beatUnlessPending, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends one more, out of turn, if any are sent. */
    void now() {
        try {
            timer.execute(this::beat);
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("no heartbeat out of turn: the last one is on its way");
        }
    }

    /** Sends the last one, if any were sent, and waits for it a little. */
    void end() {
        timer.shutdownNow();
        Supplier<WorkerHeartbeat> last = source;
        if (last == null) {
            return;
        }
        try {
            publisher.publish(last.get()).get(LAST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.atWarn().setCause(e).log("the broker did not take the last heartbeat");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The broker has taken one lately. */
    boolean areTaken() {
        Instant taken = takenAt;
        Duration beats = interval.multipliedBy(MISSED_BEATS);
        Duration patience = beats.compareTo(LEAST_PATIENCE) > 0 ? beats : LEAST_PATIENCE;
        return taken != null && clock.instant().isBefore(taken.plus(patience));
    }

    private void beatUnlessPending() {
        if (latest.isDone()) {
            beat();
        }
    }

    private void note(@Nullable Throwable problem) {
        if (problem == null) {
            takenAt = clock.instant();
        }
        if (refused != (problem != null)) {
            refused = problem != null;
            LOG.atInfo()
                    .addKeyValue("problem", refused ? String.valueOf(problem) : "none")
                    .log(refused ? "the broker does not take heartbeats" : "the broker takes heartbeats");
        }
    }

    private void beat() {
        Supplier<WorkerHeartbeat> current = source;
        if (current == null) {
            return;
        }
        try {
            latest = publisher.publish(current.get()).whenComplete((written, problem) -> note(problem));
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("no heartbeat");
        }
    }
}
