package dev.renderfarm.gpuworker.fitness;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskOutcome.Failed;
import dev.renderfarm.common.worker.WorkerProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the worker is fit for work. It is set aside, so that it claims nothing, where the bucket does not take what
 * it writes, or where several tasks in a row fail here; {@link Recovery} brings it back. After failures in a row it
 * comes back on trial: its first slot alone claims until there is a picture, and each trial that fails sets it aside
 * for twice as long. Safe for use by several threads.
 */
public final class Fitness {

    private static final Logger LOG = LoggerFactory.getLogger(Fitness.class);
    private static final int FIRST_SLOT = 0;

    private final int failuresInARow;
    private final Backoff asides;
    private final Runnable onChange;
    private final InstantSource clock;
    private final FailureStreak streak = new FailureStreak();
    private @Nullable WorkerProblem problem;
    /** The device is in doubt, not only the bucket. */
    private boolean rendering;
    /** Begun since the last picture. */
    private int trials;

    /**
     * @param failuresInARow after which the worker is set aside
     * @param asides how long it stays aside after each trial that fails
     * @param onChange called whenever {@link #problem} has changed
     */
    public Fitness(int failuresInARow, Backoff asides, Runnable onChange, InstantSource clock) {
        this.failuresInARow = failuresInARow;
        this.asides = asides;
        this.onChange = onChange;
        this.clock = clock;
    }

    /** What the worker is set aside for; empty where it is not. */
    public synchronized Optional<WorkerProblem> problem() {
        return Optional.ofNullable(problem);
    }

    public synchronized boolean isSetAside() {
        return problem != null;
    }

    /** Whether it is set aside because the bucket is away: then pictures wait. */
    public synchronized boolean awaitsStorage() {
        return problem != null && problem.code() == FailureCode.STORAGE_UNAVAILABLE;
    }

    /** @param slot from 0 */
    public synchronized boolean mayClaim(int slot) {
        return problem == null && (trials == 0 || slot == FIRST_SLOT);
    }

    /** @param detail what happened and what to do, for everyone */
    public void setAside(FailureCode code, String detail) {
        boolean changed;
        synchronized (this) {
            WorkerProblem before = problem;
            Instant since = before != null && before.code() == code ? before.since() : clock.instant();
            WorkerProblem now = new WorkerProblem(code, detail, since);
            changed = !now.equals(before);
            problem = now;
            notifyAll();
        }
        if (changed) {
            LOG.atWarn()
                    .addKeyValue("code", code.wireName())
                    .addKeyValue("detail", detail)
                    .log("set aside, claims nothing until its own probe succeeds");
            onChange.run();
        }
    }

    /**
     * An attempt has ended and was reported.
     *
     * @param failedElsewhere whether the task has failed on another worker before
     */
    public void heard(TaskId task, boolean failedElsewhere, TaskOutcome outcome) {
        judge(task, failedElsewhere, outcome).ifPresent(verdict -> setAside(verdict.code(), verdict.detail()));
    }

    /** One that is kept though it failed a check says nothing for the worker. */
    private static boolean isGood(TaskOutcome outcome) {
        return outcome.fold(rendered -> rendered.image().rejected() == null, failed -> false, declined -> false);
    }

    private synchronized Optional<Failed> judge(TaskId task, boolean failedElsewhere, TaskOutcome outcome) {
        if (isGood(outcome)) {
            streak.end();
            trials = 0;
            return Optional.empty();
        }
        if (problem != null) {
            return Optional.empty();
        }
        return streak.add(task, failedElsewhere, outcome)
                .filter(failed -> isTrialOf(failed) || streak.length() >= failuresInARow)
                .map(this::verdict);
    }

    /** What the bucket refuses says nothing of the device: there the probe has the last word. */
    private boolean isTrialOf(Failed failed) {
        return trials > 0 && isOfDevice(failed);
    }

    private static boolean isOfDevice(Failed failed) {
        return failed.code() != FailureCode.STORAGE_REFUSED;
    }

    private Failed verdict(Failed last) {
        String detail = isTrialOf(last)
                ? "another task failed here after " + trials + " successful probes, the worker comes back in "
                        + asides.afterFailures(trials).toSeconds() + " s: "
                : streak.length() + " tasks in a row failed here, the last one: ";
        if (isOfDevice(last)) {
            rendering = true;
            trials++;
        }
        streak.end();
        return new Failed(last.code(), detail + last.detail());
    }

    /** Waits until the worker is set aside. */
    synchronized void awaitProblem() throws InterruptedException {
        while (problem == null) {
            wait();
        }
    }

    /** How long to leave it before it is probed. */
    synchronized Duration timeAside() {
        return rendering && trials > 1 ? asides.afterFailures(trials - 1) : Duration.ZERO;
    }

    synchronized boolean isRenderingInDoubt() {
        return rendering;
    }

    /** Its probe has succeeded, or what it waited for has come. Changes nothing where it is not set aside. */
    public void comeBack() {
        boolean wasAside;
        synchronized (this) {
            wasAside = problem != null;
            problem = null;
            rendering = false;
        }
        if (wasAside) {
            LOG.atInfo().log("back from aside");
            onChange.run();
        }
    }
}
