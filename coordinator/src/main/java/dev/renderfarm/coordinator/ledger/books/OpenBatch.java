package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.coordinator.eta.ForecastStage;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Happenings;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.coordinator.ledger.decision.Timer;
import dev.renderfarm.coordinator.ledger.waiting.Retries;
import dev.renderfarm.coordinator.ledger.waiting.Standstill;
import dev.renderfarm.coordinator.ledger.waiting.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A batch that has not ended, at hand: many of its tasks settle between two writes of its entry. Used by one thread.
 */
final class OpenBatch {

    /** Pictures of which one status record tells. */
    static final int MOST_UNTOLD = 500;

    private final Standstill standstill;
    /** Attempts that are to come; as many as the window is wide, since retries keep their place in it. */
    private final Queue<Retry> retries = new PriorityQueue<>(Comparator.comparing(Retry::due));

    /** Of tasks whose next attempt was put off since the batch is paused, by task; as many as the window is wide. */
    private final Map<Integer, Timer> asleep = new LinkedHashMap<>();

    private BatchEntry entry;
    /** As its history knows it; null while that knows nothing. */
    private @Nullable BatchEntry chronicled;
    /** As its history knows its sums. */
    private BatchEntry summed;
    /** Null until it was looked for. */
    private @Nullable BatchHistory history;

    private boolean saved;
    private boolean publishedCounts;
    private boolean publishedPause;
    private @Nullable BatchStatus publishedStatus;
    private Instant publishedAt = Instant.EPOCH;
    private @Nullable Eta eta;
    private @Nullable ImageRequest sample;
    private boolean able = true;

    /** @param code what the last attempt ended with; null where it cost nothing */
    private record Retry(Instant due, @Nullable FailureCode code) {}

    private OpenBatch(
            BatchEntry entry, @Nullable BatchEntry chronicled, boolean saved, @Nullable BatchStatus publishedStatus) {
        this.entry = entry;
        this.chronicled = chronicled;
        this.summed = entry;
        this.standstill = new Standstill(entry);
        this.saved = saved;
        this.publishedPause = entry.isPaused();
        this.publishedStatus = publishedStatus;
    }

    static OpenBatch created(BatchEntry entry) {
        return new OpenBatch(entry, null, false, null);
    }

    /** One found in the tables: whether everyone knows its latest counts is not known. */
    static OpenBatch found(BatchEntry entry) {
        return new OpenBatch(entry, entry, true, entry.status());
    }

    BatchEntry entry() {
        return entry;
    }

    /**
     * Tells its history what has happened since it did so last.
     *
     * @param withSums whether it tells those too, which change with every result
     * @return the history where that is not as before
     */
    Optional<BatchHistory> chronicle(Function<BatchId, BatchHistory> histories, boolean withSums, Instant now) {
        BatchHistory before = history == null ? histories.apply(entry.id()) : history;
        BatchHistory after = Happenings.add(before, chronicled, entry, now);
        chronicled = entry;
        if (withSums) {
            after = Happenings.addSums(after, summed, entry, now);
            summed = entry;
        }
        history = after;
        return after == before ? Optional.empty() : Optional.of(after);
    }

    void become(BatchEntry next) {
        if (next != entry) {
            entry = next;
            saved = false;
            publishedCounts = false;
        }
    }

    /**
     * Notes what is going to happen to its tasks.
     *
     * @param task whose timers these are; null where they are the batch's
     */
    void noteTimers(List<Timer> set, @Nullable TaskEntry task) {
        set.stream()
                .filter(timer -> timer.kind() == Timer.Kind.RETRY)
                .map(timer -> new Retry(timer.due(), lastCode(task)))
                .forEach(retries::add);
    }

    /** The task's next attempt is put off until then, and no longer than the batch is paused. */
    void sleeps(Timer timer) {
        asleep.put(timer.index(), timer);
    }

    /**
     * Timers of tasks that were put off while it was paused, once it is so no more. Those that were put off before this process
     * began, and have not been due since, are not known.
     */
    List<Timer> wake(int most) {
        if (asleep.isEmpty() || entry.isPaused()) {
            return List.of();
        }
        List<Timer> woken = asleep.values().stream().limit(most).toList();
        woken.forEach(timer -> asleep.remove(timer.index()));
        Set<Instant> dues = woken.stream().map(Timer::due).collect(Collectors.toUnmodifiableSet());
        retries.removeIf(retry -> dues.contains(retry.due()));
        return woken;
    }

    /** Of its tasks that wait for another attempt, as far as is known. */
    Retries retries(Instant now) {
        while (!retries.isEmpty() && !retries.element().due().isAfter(now)) {
            retries.remove();
        }
        Retry next = retries.peek();
        return new Retries(
                next == null ? null : next.due(),
                retries.stream()
                        .flatMap(retry -> Stream.ofNullable(retry.code()))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static @Nullable FailureCode lastCode(@Nullable TaskEntry task) {
        return task == null || task.ended().isEmpty()
                ? null
                : task.ended().get(task.ended().size() - 1).code();
    }

    /** Tells why it stands still, if it does. */
    void look(Surroundings around, Instant now) {
        become(entry.waitingFor(standstill.look(entry, around, now)));
    }

    /** A picture of it was given out. */
    void drew(ImageRequest image) {
        if (sample == null) {
            sample = image;
        }
    }

    /** One of its pictures, by which to tell what they ask of a device; empty until one was given out. */
    Optional<ImageRequest> sample() {
        return Optional.ofNullable(sample);
    }

    /** Whether it could give something out when it was to: its items were here. */
    boolean isAble() {
        return able;
    }

    void able(boolean next) {
        able = next;
    }

    /** When it will be done as things stand, which goes with its next status record and calls for none. */
    void expect(@Nullable Eta expected) {
        eta = expected;
    }

    /** Notes what is expected of it where it has come to another stage. */
    void note(ForecastStage stage, Eta expected, Instant now) {
        BatchEntry noted = entry.forecast(stage.percent(), now, expected);
        if (noted != entry) {
            entry = noted;
            saved = false;
        }
    }

    /** Whether a status record is called for: at once for a new status, a pause or many pictures, now and then for progress. */
    boolean needsStatusRecord(Instant now, Duration progressInterval) {
        return entry.status() != publishedStatus
                || entry.isPaused() != publishedPause
                || entry.untoldPictures().size() >= MOST_UNTOLD
                || (!publishedCounts && !now.isBefore(publishedAt.plus(progressInterval)));
    }

    void published(Instant now) {
        entry = entry.nextStatus(now, eta);
        saved = false;
        publishedCounts = true;
        publishedPause = entry.isPaused();
        publishedStatus = entry.status();
        publishedAt = now;
    }

    /** Whether the entry has to be written; it counts as written from now on. */
    boolean takeUnsaved() {
        boolean unsaved = !saved;
        saved = true;
        return unsaved;
    }
}
