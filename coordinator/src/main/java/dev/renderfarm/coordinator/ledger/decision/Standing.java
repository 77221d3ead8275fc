package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchWarnings;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.WaitingCode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch has come, and how it is going to end.
 *
 * @param ending anything but {@link Ending#COMPLETED} means that no task is dispatched any more
 * @param errors of a batch that failed validation, or the first ones of lines that were skipped
 * @param reachedAt when the batch came to each status it has had
 * @param input nothing until validated
 * @param pausedAt null where nobody has paused it; no batch that has been stopped is paused
 * @param pausedFor null where somebody has paused it
 * @param warned whether it has been paused for its failures: that happens once
 */
record Standing(
        BatchStatus status,
        Ending ending,
        @Nullable BatchErrors errors,
        Map<BatchStatus, Instant> reachedAt,
        InputReport input,
        @Nullable Instant pausedAt,
        @Nullable WaitingCode pausedFor,
        boolean warned) {

    Standing {
        reachedAt = Map.copyOf(reachedAt);
        input = input == null ? InputReport.NONE : input;
    }

    static Standing validating(Instant now) {
        return new Standing(
                BatchStatus.VALIDATING,
                Ending.COMPLETED,
                null,
                Map.of(BatchStatus.VALIDATING, now),
                InputReport.NONE,
                null,
                null,
                false);
    }

    Standing movedTo(BatchStatus next, Instant now) {
        Map<BatchStatus, Instant> reached = new EnumMap<>(reachedAt);
        reached.put(next, now);
        Instant stillPaused = next == BatchStatus.IN_PROGRESS ? pausedAt : null;
        return new Standing(next, ending, errors, reached, input, stillPaused, pausedFor, warned);
    }

    Standing endingAs(Ending next) {
        return new Standing(status, next, errors, reachedAt, input, null, null, warned);
    }

    Standing validatedAs(@Nullable BatchErrors found, InputReport report) {
        return new Standing(status, ending, found, reachedAt, report, pausedAt, pausedFor, warned);
    }

    /** @param warnings null where there is nothing to tell */
    Standing finalizedWith(@Nullable BatchWarnings warnings) {
        return new Standing(status, ending, errors, reachedAt, input.and(warnings), pausedAt, pausedFor, warned);
    }

    /** @param since null lets it go on */
    Standing paused(@Nullable Instant since) {
        return new Standing(status, ending, errors, reachedAt, input, since, null, warned);
    }

    Standing stoppedForFailures(Instant now) {
        return new Standing(status, ending, errors, reachedAt, input, now, WaitingCode.FAILURES, true);
    }
}
