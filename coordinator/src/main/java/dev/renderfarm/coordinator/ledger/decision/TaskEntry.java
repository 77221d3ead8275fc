package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.task.Redraw;
import dev.renderfarm.common.task.Review;
import dev.renderfarm.common.task.Shortfall;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.task.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of a task that was dispatched at least once; an entry of the store {@code tasks}. The store's
 * word is overruled by its batch where that was stopped, see {@link BatchEntry#stateOf}. Long because
 * each change writes out all that a task is.
 *
 * @param attempt number of the last dispatch, from 1
 * @param failures attempts that count against the batch's limit
 * @param ended attempts that have ended, the last {@value #KEPT_ATTEMPTS}
 * @param image of a completed task
 * @param watchdog how long nothing may be heard of the task
 * @param due of the task's only timer: of its watchdog in flight, of its next attempt while waiting, null when settled
 * @param spared times in a row that it came back without having cost an attempt
 * @param usage null where no worker has told of any
 * @param review what was last said of its picture; null where nobody has said anything
 * @param best of the drawings that failed a check and are not there any more; null where there was none
 */
public record TaskEntry(
        TaskId id,
        TaskState state,
        int attempt,
        int failures,
        List<Attempt> ended,
        @Nullable StoredImage image,
        Duration watchdog,
        Instant dispatchedAt,
        @Nullable Instant due,
        int spared,
        @Nullable TaskUsage usage,
        @Nullable Review review,
        @Nullable Try best) {

    static final int KEPT_ATTEMPTS = 32;

    /**
     * One attempt that has ended.
     *
     * @param workerId null where no worker answered
     * @param code null for success
     */
    public record Attempt(
            int number,
            @Nullable WorkerId workerId,
            @Nullable FailureCode code,
            @Nullable String detail,
            Instant endedAt) {}

    /**
     * A drawing that failed a check.
     *
     * @param drawing its number, from which its seed follows
     */
    public record Try(int drawing, Shortfall shortfall) {}

    /** Of a picture of which nobody has said anything, and of which no drawing has failed a check. */
    public TaskEntry(
            TaskId id,
            TaskState state,
            int attempt,
            int failures,
            List<Attempt> ended,
            @Nullable StoredImage image,
            Duration watchdog,
            Instant dispatchedAt,
            @Nullable Instant due,
            int spared,
            @Nullable TaskUsage usage) {
        this(id, state, attempt, failures, ended, image, watchdog, dispatchedAt, due, spared, usage, null, null);
    }

    public TaskEntry {
        ended = latest(ended);
        if (state.isSettled() != (due == null)) {
            throw new IllegalArgumentException("task " + id + " is " + state + " and its timer " + due);
        }
    }

    static TaskEntry dispatched(TaskId id, Timer watchdog, Duration timeout, Instant now) {
        return new TaskEntry(id, TaskState.IN_FLIGHT, 1, 0, List.of(), null, timeout, now, watchdog.due(), 0, null);
    }

    TaskEntry dispatchedAgain(Timer timer, Instant now) {
        return new TaskEntry(
                id,
                TaskState.IN_FLIGHT,
                attempt + 1,
                failures,
                ended,
                image,
                watchdog,
                now,
                timer.due(),
                spared,
                usage,
                null,
                best);
    }

    TaskEntry completed(Attempt last, StoredImage stored) {
        return new TaskEntry(
                id, TaskState.COMPLETED, attempt, failures, and(last), stored, watchdog, dispatchedAt, null, 0, usage);
    }

    TaskEntry settledAs(TaskState settled, Attempt last) {
        return new TaskEntry(
                id, settled, attempt, failures + 1, and(last), image, watchdog, dispatchedAt, null, 0, usage);
    }

    /** One that nobody needs any more, before it was ever dispatched. */
    static TaskEntry neverNeeded(TaskId id, Instant now) {
        return new TaskEntry(
                id, TaskState.CANCELLED, 0, 0, List.of(skip(0, now)), null, Duration.ZERO, now, null, 0, null);
    }

    /** Nobody needs it any more: what comes of it counts for nothing. */
    TaskEntry skipped(Instant now) {
        return new TaskEntry(
                id,
                TaskState.CANCELLED,
                attempt,
                failures,
                and(skip(attempt, now)),
                image,
                watchdog,
                dispatchedAt,
                null,
                0,
                usage);
    }

    private static Attempt skip(int attempt, Instant now) {
        return new Attempt(attempt, null, FailureCode.TASK_SKIPPED, "nobody needs it any more", now);
    }

    /** What somebody thinks of its picture. */
    public Verdict verdict() {
        return review == null ? Verdict.UNDECIDED : review.verdict();
    }

    TaskEntry reviewed(Review said) {
        return new TaskEntry(
                id, state, attempt, failures, ended, image, watchdog, dispatchedAt, due, spared, usage, said, best);
    }

    /** Its batch was stopped before a worker had tried it. */
    TaskEntry cancelled() {
        return new TaskEntry(
                id, TaskState.CANCELLED, attempt, failures, ended, image, watchdog, dispatchedAt, null, 0, usage);
    }

    TaskEntry waitingToRetry(Attempt last, Timer retry) {
        return waiting(failures + 1, and(last), watchdog, retry, 0);
    }

    /** @param last attempt, which costs none; null where there was no attempt */
    TaskEntry spared(@Nullable Attempt last, Timer retry) {
        return waiting(failures, last == null ? ended : and(last), watchdog, retry, spared + 1);
    }

    /** @param last what is known of the attempt that was lost */
    TaskEntry lost(Attempt last, Duration nextWatchdog, Timer retry) {
        return waiting(failures, and(last), nextWatchdog, retry, spared);
    }

    private TaskEntry waiting(
            int nextFailures, List<Attempt> nextEnded, Duration nextWatchdog, Timer retry, int nextSpared) {
        return new TaskEntry(
                id,
                TaskState.WAITING,
                attempt,
                nextFailures,
                nextEnded,
                image,
                nextWatchdog,
                dispatchedAt,
                retry.due(),
                nextSpared,
                usage,
                null,
                best);
    }

    /** The same, knowing of its best drawing. */
    TaskEntry knowing(@Nullable Try better) {
        return new TaskEntry(
                id, state, attempt, failures, ended, image, watchdog, dispatchedAt, due, spared, usage, review, better);
    }

    TaskEntry due(Instant later) {
        Instant millis = later.truncatedTo(ChronoUnit.MILLIS);
        return new TaskEntry(
                id,
                state,
                attempt,
                failures,
                ended,
                image,
                watchdog,
                dispatchedAt,
                millis,
                spared,
                usage,
                review,
                best);
    }

    /** @param result that took it, and is not known yet */
    TaskEntry using(Usage more, TaskResult result) {
        TaskUsage sum = (usage == null ? TaskUsage.NONE : usage).plus(more);
        TaskUsage next = knows(result) ? sum : sum.and(result);
        return new TaskEntry(
                id, state, attempt, failures, ended, image, watchdog, dispatchedAt, due, spared, next, review, best);
    }

    /** Whether the result is among the attempts that have ended, or came besides. */
    boolean knows(TaskResult result) {
        return Stream.concat(ended.stream(), usage == null ? Stream.empty() : usage.besides().stream())
                .anyMatch(known -> known.number() == result.attempt()
                        && result.workerId().equals(known.workerId())
                        && result.finishedAt().equals(known.endedAt()));
    }

    /** The best of its drawings, another one included; of two that are equally good, the later. */
    Try bestWith(int drawing, Shortfall shortfall) {
        return best == null || shortfall.compareTo(best.shortfall()) <= 0 ? new Try(drawing, shortfall) : best;
    }

    /**
     * Whether a picture of that attempt, which may be over, counts. All attempts draw the same one until one has failed a check;
     * from then on only the last does, and those before it since which none has failed.
     */
    boolean takesPictureOf(int number) {
        return ended.stream().noneMatch(TaskEntry::hasFailedCheck)
                || ended.stream().filter(tried -> tried.number() >= number).allMatch(TaskEntry::mayGoOn);
    }

    /** Of one that was given up, nothing was heard; it has failed at nothing. */
    private static boolean mayGoOn(Attempt tried) {
        return tried.code() == FailureCode.TASK_LOST || tried.code() == FailureCode.WORKER_LOST;
    }

    private static boolean hasFailedCheck(Attempt tried) {
        return tried.code() != null && tried.code().isOfThePicture();
    }

    /**
     * Which drawing of its picture the attempt is: after the last that counts, the best there was, once more.
     *
     * @param maxAttempts of its batch
     */
    Redraw drawing(int maxAttempts) {
        if (best != null && failures >= maxAttempts) {
            return new Redraw(best.drawing(), true);
        }
        long rejected = ended.stream().filter(TaskEntry::hasFailedCheck).count();
        boolean last = failures + 1 >= maxAttempts;
        return new Redraw((int) rejected, last, last && best != null ? best.shortfall() : null);
    }

    /** Workers that have failed at it, each once; that it looks like another picture is no fault of theirs. */
    public List<WorkerId> failedOn() {
        return ended.stream()
                .filter(tried -> tried.code() != null && tried.code() != FailureCode.NEAR_DUPLICATE)
                .flatMap(tried -> Stream.ofNullable(tried.workerId()))
                .distinct()
                .toList();
    }

    /** The task's timer, or null when it has settled. */
    public @Nullable Timer timer() {
        if (due == null) {
            return null;
        }
        return state == TaskState.IN_FLIGHT ? Timer.watchdog(id, due) : Timer.retry(id, due);
    }

    /** {@link #timer} as a list. */
    List<Timer> timers() {
        return Stream.ofNullable(timer()).toList();
    }

    static List<Attempt> latest(List<Attempt> attempts) {
        return List.copyOf(attempts.subList(Math.max(0, attempts.size() - KEPT_ATTEMPTS), attempts.size()));
    }

    private List<Attempt> and(Attempt last) {
        List<Attempt> all = new ArrayList<>(ended);
        all.add(last);
        return all;
    }
}
