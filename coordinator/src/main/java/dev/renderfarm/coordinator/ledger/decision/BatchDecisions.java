package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.TermsChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What commands and timers do to a batch as a whole. A command that the batch's status does not allow has no decision;
 * a timer that comes too late changes nothing.
 */
public final class BatchDecisions {

    /** Pictures that have settled before their failures are a reason to stop. */
    private static final int FEWEST_TO_JUDGE = 20;

    private final Duration grace;

    /** @param grace how long a stopped batch waits for the results of what is in flight */
    public BatchDecisions(Duration grace) {
        this.grace = grace;
    }

    /** Opens a batch that is not known yet. */
    public Decision submit(BatchCommand.Submit command, Instant now) {
        BatchEntry opened = BatchEntry.submitted(command, now);
        return Decision.of(opened, List.of(expiry(opened.submission())), List.of());
    }

    public Optional<Decision> validated(BatchEntry batch, BatchCommand.Validated command, Instant now) {
        if (batch.status() != BatchStatus.VALIDATING) {
            return Optional.empty();
        }
        BatchEntry begun = batch.validatedAs(command.errors(), command.input())
                .withTasks(command.model(), command.total())
                .pricedAt(command.price())
                .movedTo(BatchStatus.IN_PROGRESS, now);
        return Optional.of(finalizeIfSettled(Decision.of(begun, List.of(), List.of()), now));
    }

    public Optional<Decision> rejected(BatchEntry batch, BatchCommand.Rejected command, Instant now) {
        if (batch.status() != BatchStatus.VALIDATING) {
            return Optional.empty();
        }
        BatchEntry failed = batch.validatedAs(command.errors(), command.input()).movedTo(BatchStatus.FAILED, now);
        return Optional.of(Decision.of(failed, List.of(), List.of(expiry(batch.submission()))));
    }

    public Optional<Decision> cancel(BatchEntry batch, Instant now) {
        if (batch.status() == BatchStatus.VALIDATING) {
            BatchEntry cancelled = batch.endingAs(Ending.CANCELLED).movedTo(BatchStatus.CANCELLED, now);
            return Optional.of(Decision.of(cancelled, List.of(), List.of(expiry(batch.submission()))));
        }
        return batch.goesOn()
                ? Optional.of(stop(batch.movedTo(BatchStatus.CANCELLING, now), Ending.CANCELLED, now))
                : Optional.empty();
    }

    /**
     * Nothing of it is given out from now on. What is in flight comes back, rendered or not; its completion window goes on.
     * Repeating it changes nothing.
     */
    public Optional<Decision> pause(BatchEntry batch, Instant now) {
        if (!mayStillDispatch(batch)) {
            return Optional.empty();
        }
        return Optional.of(
                batch.isPaused() ? Decision.unchanged(batch) : Decision.of(batch.paused(now), List.of(), List.of()));
    }

    /** A paused batch goes on; nothing changes where it does already. */
    public Optional<Decision> resume(BatchEntry batch) {
        if (!mayStillDispatch(batch)) {
            return Optional.empty();
        }
        return Optional.of(
                batch.isPaused() ? Decision.of(batch.resumed(), List.of(), List.of()) : Decision.unchanged(batch));
    }

    /** A batch that gives nothing out any more may still get another name. Repeating it changes nothing. */
    public Optional<Decision> amend(BatchEntry batch, TermsChange change) {
        if (change.isAboutOrder() && !mayStillDispatch(batch)) {
            return Optional.empty();
        }
        return Optional.of(Decision.of(batch.on(change.of(batch.terms())), List.of(), List.of()));
    }

    /**
     * The pictures that wait for a yes go on; said before its previews are there, it counts too. Repeating it changes
     * nothing.
     */
    public Optional<Decision> proceed(BatchEntry batch, Instant now) {
        Preview preview = batch.terms().preview();
        if (preview == null || !mayStillDispatch(batch)) {
            return Optional.empty();
        }
        return Optional.of(
                preview.isAwaited()
                        ? Decision.of(batch.proceeded(preview, now), List.of(), List.of())
                        : Decision.unchanged(batch));
    }

    private static boolean mayStillDispatch(BatchEntry batch) {
        return batch.status() == BatchStatus.VALIDATING || batch.goesOn();
    }

    /** The completion window has ended. */
    public Decision expired(BatchEntry batch, Instant now) {
        if (batch.status() == BatchStatus.VALIDATING) {
            BatchEntry expired = batch.endingAs(Ending.EXPIRED).movedTo(BatchStatus.EXPIRED, now);
            return Decision.of(expired, List.of(), List.of());
        }
        return batch.goesOn() ? stop(batch, Ending.EXPIRED, now) : Decision.unchanged(batch);
    }

    /** What is in flight of a stopped batch is waited for no longer. */
    public Decision graceEnded(BatchEntry batch, Instant now) {
        boolean waits = batch.status() == BatchStatus.CANCELLING || batch.status() == BatchStatus.IN_PROGRESS;
        if (!waits || batch.ending() == Ending.COMPLETED) {
            return Decision.unchanged(batch);
        }
        BatchEntry stopped = batch.withCounts(batch.counts().cancelledAllInFlight());
        return finalizeIfSettled(Decision.of(stopped, List.of(), List.of()), now);
    }

    /**
     * Files that tell of other tasks than are counted were written from tables of another time or place: they are asked
     * for again.
     */
    public Optional<Decision> finalized(BatchEntry batch, BatchCommand.Finalized command, Instant now) {
        if (batch.status() != BatchStatus.FINALIZING
                || !batch.counts().areSettledAs(command.counts(), command.cancelled())) {
            return Optional.empty();
        }
        return Optional.of(Decision.of(batch.ended(command, now), List.of(), List.of()));
    }

    /** A batch whose last task has settled has its files written; one of which too much fails is paused. */
    static Decision finalizeIfSettled(Decision decision, Instant now) {
        BatchEntry batch = decision.batch();
        if (!batch.counts().allSettled()) {
            return hasTooManyFailures(batch) ? decision.with(batch.stoppedForFailures(now)) : decision;
        }
        List<Timer> cleared = new ArrayList<>(decision.cleared());
        cleared.add(expiry(batch.submission()));
        return new Decision(
                batch.movedTo(BatchStatus.FINALIZING, now),
                decision.task(),
                decision.set(),
                cleared,
                decision.dispatch(),
                decision.deadLetter(),
                decision.others());
    }

    /** Of few pictures none can be told. */
    private static boolean hasTooManyFailures(BatchEntry batch) {
        Double share = batch.terms().stopWhenFailed();
        BatchCounts counts = batch.counts();
        int settled = counts.completed() + counts.failed();
        return share != null
                && batch.dispatches()
                && !batch.standing().warned()
                && settled >= FEWEST_TO_JUDGE
                && counts.failed() > share * settled;
    }

    private Decision stop(BatchEntry batch, Ending ending, Instant now) {
        BatchEntry stopped = batch.endingAs(ending).withCounts(batch.counts().cancelledAllWaiting());
        Timer graceEnd = Timer.grace(batch.id(), now.plus(grace));
        List<Timer> set = stopped.counts().allSettled() ? List.of() : List.of(graceEnd);
        return finalizeIfSettled(Decision.of(stopped, set, List.of()), now);
    }

    private static Timer expiry(Submission submission) {
        return Timer.expiry(submission.batchId(), submission.expiresAt());
    }
}
