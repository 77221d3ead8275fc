package dev.renderfarm.coordinator.ledger.waiting;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.ledger.decision.BatchCounts;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether and why one batch stands still. A cause is told once it has lasted for as long as it takes to tell it from
 * the usual to and fro, and no picture has moved meanwhile; it is told until a picture moves. Used by one thread.
 */
public final class Standstill {

    private record Seen(WaitingCode code, Instant since) {}

    private @Nullable Seen seen;
    private BatchStatus status;
    private int settled;
    private Instant movedAt;

    /** @param batch as it is found: what was told of it before a restart is still true */
    public Standstill(BatchEntry batch) {
        WaitingFor told = batch.waitingFor();
        this.seen = told == null ? null : new Seen(told.code(), told.since());
        this.status = batch.status();
        this.settled = settled(batch);
        this.movedAt = told == null ? Instant.MIN : told.since();
    }

    /** To be called every second or so. Null while the batch moves. */
    public @Nullable WaitingFor look(BatchEntry batch, Surroundings around, Instant now) {
        noteMoves(batch, now);
        if (batch.isPaused()) {
            seen = null;
            return batch.waitingFor();
        }
        Optional<Hindrance> cause = Causes.of(batch, around);
        if (cause.isEmpty()) {
            seen = null;
            return null;
        }
        Seen present = seen(cause.get().code(), now);
        Instant since = later(present.since(), movedAt);
        if (!now.isBefore(since.plus(patience(present.code())))) {
            return new WaitingFor(present.code(), cause.get().message(), since);
        }
        WaitingFor told = batch.waitingFor();
        return told == null || movedAt.isAfter(told.since()) || hasFreed(told, present) ? null : told;
    }

    /** A budget lets a batch go on before any picture has moved. */
    private static boolean hasFreed(WaitingFor told, Seen present) {
        return told.code() == WaitingCode.BUDGET && present.code() != WaitingCode.BUDGET;
    }

    private Seen seen(WaitingCode code, Instant now) {
        Seen before = seen;
        Seen present =
                before != null && before.code() == code ? before : new Seen(code, now.truncatedTo(ChronoUnit.MILLIS));
        seen = present;
        return present;
    }

    private void noteMoves(BatchEntry batch, Instant now) {
        if (batch.status() != status || settled(batch) != settled) {
            status = batch.status();
            settled = settled(batch);
            movedAt = now.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static int settled(BatchEntry batch) {
        BatchCounts counts = batch.counts();
        return counts.completed() + counts.failed() + counts.cancelled();
    }

    private static Duration patience(WaitingCode code) {
        return switch (code) {
            case PAUSED, FAILURES, PREVIEW -> Duration.ZERO;
            case NO_WORKERS, WORKERS_STARTING, WORKERS_SET_ASIDE, NO_MEMORY, STORAGE, BUDGET, RETRIES ->
                Duration.ofSeconds(3);
            case WORKERS_BUSY, OTHERS_AHEAD, VALIDATION, FINALIZATION, OTHER -> Duration.ofSeconds(10);
            case BROKER -> Duration.ofSeconds(20);
            case RENDERING -> Duration.ofMinutes(2);
        };
    }
}
