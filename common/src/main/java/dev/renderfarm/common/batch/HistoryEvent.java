package dev.renderfarm.common.batch;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a batch, as far as its kind has each of these.
 *
 * @param at when it did, or began
 * @param until when it ended, or happened for the last time in a row; null while it goes on
 * @param waitingFor for what it stood still, or was paused
 * @param detail for people: the cause without any inside address, or the new name
 * @param pictures all of a valid batch; of one that has ended, those that are there
 * @param priority that it got
 * @param retries attempts that failed and were or will be tried again, all so far
 * @param review what people think of its pictures, all so far
 */
public record HistoryEvent(
        HistoryKind kind,
        Instant at,
        @Nullable Instant until,
        @Nullable WaitingCode waitingFor,
        @Nullable String detail,
        @Nullable Integer pictures,
        @Nullable Integer priority,
        @Nullable Integer retries,
        @Nullable ReviewCounts review) {

    public HistoryEvent {
        requireNonNull(kind, "kind is null");
        requireNonNull(at, "at is null");
    }

    public static HistoryEvent of(HistoryKind kind, Instant at) {
        return new HistoryEvent(kind, at, null, null, null, null, null, null, null);
    }

    public static HistoryEvent renamed(Instant at, @Nullable String name) {
        return new HistoryEvent(HistoryKind.RENAMED, at, null, null, name, null, null, null, null);
    }

    public static HistoryEvent prioritised(Instant at, int priority) {
        return new HistoryEvent(HistoryKind.PRIORITY, at, null, null, null, null, priority, null, null);
    }

    /** @param pictures that it has, or that are there */
    public static HistoryEvent counted(HistoryKind kind, Instant at, int pictures) {
        return new HistoryEvent(kind, at, null, null, null, pictures, null, null, null);
    }

    public static HistoryEvent paused(Instant at, WaitingCode why) {
        return new HistoryEvent(HistoryKind.PAUSED, at, null, why, null, null, null, null, null);
    }

    public static HistoryEvent waits(WaitingFor reason) {
        return new HistoryEvent(
                HistoryKind.WAITED, reason.since(), null, reason.code(), reason.message(), null, null, null, null);
    }

    public static HistoryEvent retried(Instant at, int retries) {
        return new HistoryEvent(HistoryKind.RETRIED, at, at, null, null, null, null, retries, null);
    }

    public static HistoryEvent reviewed(Instant at, ReviewCounts review) {
        return new HistoryEvent(HistoryKind.REVIEWED, at, at, null, null, null, null, null, review);
    }

    /** The same, begun when another did. */
    HistoryEvent since(Instant earlier) {
        return new HistoryEvent(kind, earlier, until, waitingFor, detail, pictures, priority, retries, review);
    }

    HistoryEvent until(Instant end) {
        return new HistoryEvent(kind, at, end, waitingFor, detail, pictures, priority, retries, review);
    }

    boolean goesOn() {
        return kind == HistoryKind.WAITED && until == null;
    }
}
