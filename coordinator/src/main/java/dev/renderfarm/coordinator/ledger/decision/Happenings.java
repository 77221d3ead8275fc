package dev.renderfarm.coordinator.ledger.decision;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.HistoryEvent;
import dev.renderfarm.common.batch.HistoryKind;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a batch between two of its entries, as its history tells it. What it tells by sums, retries and
 * verdicts, is asked for by itself, since those change with every result.
 */
public final class Happenings {

    /** What a batch stands still for that its history tells in other words. */
    private static final Set<WaitingCode> TOLD_OTHERWISE =
            EnumSet.of(WaitingCode.PAUSED, WaitingCode.FAILURES, WaitingCode.VALIDATION, WaitingCode.FINALIZATION);

    /** In which a batch goes through those that it reaches in one moment. */
    private static final Comparator<BatchStatus> STAGES = Comparator.comparing(BatchStatus::isTerminal)
            .thenComparing(status -> status == BatchStatus.FINALIZING)
            .thenComparing(status -> status == BatchStatus.CANCELLING);

    /**
     * The history with what has happened; the same one where nothing has.
     *
     * @param before null where the batch is new
     */
    public static BatchHistory add(BatchHistory history, @Nullable BatchEntry before, BatchEntry after, Instant now) {
        if (before == after) {
            return history;
        }
        if (before == null) {
            return pauses(history.and(HistoryEvent.of(HistoryKind.SUBMITTED, now)), false, after, now);
        }
        BatchHistory next = terms(history, before.terms(), after.terms(), now);
        if (before.isPaused() && !after.isPaused() && after.goesOn()) {
            next = next.and(HistoryEvent.of(HistoryKind.RESUMED, now));
        }
        List<BatchStatus> reached = reached(before, after);
        if (reached.contains(BatchStatus.IN_PROGRESS)) {
            next = status(next, BatchStatus.IN_PROGRESS, after);
        }
        if (before.counts().completed() == 0 && after.counts().completed() > 0) {
            next = next.and(HistoryEvent.of(HistoryKind.FIRST_PICTURE, now));
        }
        next = waiting(next, told(before), told(after), now);
        next = pauses(next, before.isPaused(), after, now);
        for (BatchStatus status : reached) {
            next = status == BatchStatus.IN_PROGRESS ? next : status(next, status, after);
        }
        return next;
    }

    /**
     * The history with its sums as they are now; the same one where they are as before.
     *
     * @param before as of which it has them
     */
    public static BatchHistory addSums(BatchHistory history, BatchEntry before, BatchEntry after, Instant now) {
        BatchHistory next = history;
        if (after.retries() != before.retries()) {
            next = next.and(HistoryEvent.retried(now, after.retries()));
        }
        ReviewCounts review = after.review();
        return review == null || review.equals(before.review()) ? next : next.and(HistoryEvent.reviewed(now, review));
    }

    private static BatchHistory terms(BatchHistory history, Terms before, Terms after, Instant now) {
        BatchHistory next = history;
        if (!Objects.equals(before.name(), after.name())) {
            next = next.and(HistoryEvent.renamed(now, after.name()));
        }
        if (before.priority() != after.priority()) {
            next = next.and(HistoryEvent.prioritised(now, after.priority()));
        }
        boolean awaited = before.preview() != null && before.preview().isAwaited();
        boolean goesOn = after.preview() != null && !after.preview().isAwaited();
        return awaited && goesOn ? next.and(HistoryEvent.of(HistoryKind.PROCEEDED, now)) : next;
    }

    private static BatchHistory waiting(
            BatchHistory history, @Nullable WaitingFor before, @Nullable WaitingFor after, Instant now) {
        if (before != null && after != null && before.code() == after.code()) {
            return history;
        }
        BatchHistory next = before == null ? history : history.movesAt(after == null ? now : after.since());
        return after == null ? next : next.and(HistoryEvent.waits(after));
    }

    private static @Nullable WaitingFor told(BatchEntry batch) {
        WaitingFor reason = batch.waitingFor();
        return reason == null || TOLD_OTHERWISE.contains(reason.code()) ? null : reason;
    }

    private static BatchHistory pauses(BatchHistory history, boolean paused, BatchEntry after, Instant now) {
        return after.isPaused() && !paused ? history.and(HistoryEvent.paused(now, after.pausedFor())) : history;
    }

    /** A decision may take a batch on by several, as one whose last task settles with its cancel. */
    private static List<BatchStatus> reached(BatchEntry before, BatchEntry after) {
        if (before.status() == after.status()) {
            return List.of();
        }
        Map<BatchStatus, Instant> known = before.standing().reachedAt();
        return after.standing().reachedAt().entrySet().stream()
                .filter(reached -> !known.containsKey(reached.getKey()))
                .sorted(Map.Entry.<BatchStatus, Instant>comparingByValue().thenComparing(Map.Entry::getKey, STAGES))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static BatchHistory status(BatchHistory history, BatchStatus reached, BatchEntry after) {
        Instant at = requireNonNull(after.standing().reachedAt().get(reached), "not reached");
        int there = after.counts().completed();
        return switch (reached) {
            case VALIDATING -> history;
            case IN_PROGRESS ->
                history.and(HistoryEvent.counted(
                        HistoryKind.VALIDATED, at, after.counts().total()));
            case CANCELLING -> history.and(HistoryEvent.of(HistoryKind.CANCELLING, at));
            case FINALIZING -> history.and(HistoryEvent.of(HistoryKind.FINALIZING, at));
            case COMPLETED -> history.and(HistoryEvent.counted(HistoryKind.COMPLETED, at, there));
            case FAILED -> history.and(HistoryEvent.of(HistoryKind.FAILED, at));
            case EXPIRED -> history.and(HistoryEvent.counted(HistoryKind.EXPIRED, at, there));
            case CANCELLED -> history.and(HistoryEvent.counted(HistoryKind.CANCELLED, at, there));
        };
    }

    private Happenings() {}
}
