package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.BatchPatch;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Preview;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.batch.TermsChange;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Cancels batches, pauses them, lets them go on, and on other terms. Each returns when the broker has the command, and the directory
 * shows what became of it or patience has ended; repeating it changes nothing.
 */
public final class BatchSteering {

    private static final Set<BatchStatus> CANCELLED = Set.of(BatchStatus.CANCELLING, BatchStatus.CANCELLED);
    private static final Set<BatchStatus> DISPATCHING = Set.of(BatchStatus.VALIDATING, BatchStatus.IN_PROGRESS);

    private final BatchDirectory directory;
    private final BatchReader reader;
    private final CommandPublisher commands;
    private final InstantSource clock;
    private final Retention retention;

    /** Where batches are kept for ever. */
    public BatchSteering(BatchDirectory directory, BatchReader reader, CommandPublisher commands, InstantSource clock) {
        this(directory, reader, commands, clock, Retention.FOREVER);
    }

    /** @param retention after which the ledger knows an ended batch no longer */
    public BatchSteering(
            BatchDirectory directory,
            BatchReader reader,
            CommandPublisher commands,
            InstantSource clock,
            Retention retention) {
        this.retention = retention;
        this.directory = directory;
        this.reader = reader;
        this.commands = commands;
        this.clock = clock;
    }

    /**
     * What has been rendered stays.
     *
     * @throws RequestRefusedException if there is no such batch, or it has ended otherwise or is about to
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch cancel(BatchId id) throws InterruptedException {
        Batch batch = find(id);
        if (CANCELLED.contains(batch.status())) {
            return batch;
        }
        requireDispatching(batch, "cancel");
        commands.publish(new BatchCommand.Cancel(id, clock.instant()));
        Batch after = outcome(batch, now -> CANCELLED.contains(now.status()));
        if (!CANCELLED.contains(after.status())) {
            requireDispatching(after, "cancel");
        }
        return after;
    }

    /**
     * No picture of it is begun from now on; those that are being rendered are finished, and its completion window goes on.
     *
     * @throws RequestRefusedException if there is no such batch, or it has ended or is about to
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch pause(BatchId id) throws InterruptedException {
        return paused(new BatchCommand.Pause(id, clock.instant()), true, "pause");
    }

    /**
     * @throws RequestRefusedException if there is no such batch, or it has ended or is about to
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch resume(BatchId id) throws InterruptedException {
        return paused(new BatchCommand.Resume(id, clock.instant()), false, "resume");
    }

    /**
     * @throws RequestRefusedException naming the field that is wrong, or if there is no such batch, or if the change is
     * about its order and it has ended or is about to
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch amend(BatchId id, BatchPatch patch) throws InterruptedException {
        TermsChange change =
                new TermsCheck("", clock.instant()).change(patch.name(), patch.priority(), patch.deadline());
        return amended(id, change, "order");
    }

    /**
     * Nothing goes before it but what was expedited before.
     *
     * @throws RequestRefusedException if there is no such batch, or it has ended or is about to
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch expedite(BatchId id) throws InterruptedException {
        return amended(id, TermsChange.ofPriority(Terms.HIGHEST), "expedite");
    }

    /**
     * The pictures that wait for somebody's yes go on.
     *
     * @throws RequestRefusedException if there is no such batch, or it has no previews, or has ended or is about to
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch proceed(BatchId id) throws InterruptedException {
        Batch batch = find(id);
        requireDispatching(batch, "proceed with");
        if (batch.renderfarm().terms().preview() == null) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT,
                    null,
                    "the batch is " + batch.status().wireName() + " and has no previews: none of it waits for a yes");
        }
        commands.publish(new BatchCommand.Proceed(id, clock.instant()));
        Batch after = outcome(batch, BatchSteering::hasItsYes);
        if (!hasItsYes(after)) {
            requireDispatching(after, "proceed with");
        }
        return after;
    }

    private static boolean hasItsYes(Batch batch) {
        Preview preview = batch.renderfarm().terms().preview();
        return preview != null && !preview.isAwaited();
    }

    private Batch amended(BatchId id, TermsChange change, String wish) throws InterruptedException {
        Batch batch = find(id);
        if (retention.hasLeft(batch, clock.instant())) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT,
                    null,
                    "the batch is " + batch.status().wireName() + " for so long that it can be changed no more");
        }
        if (change.isAboutOrder()) {
            requireDispatching(batch, wish);
        }
        commands.publish(new BatchCommand.Amend(id, change, clock.instant()));
        Predicate<Batch> isDone = now -> {
            Terms terms = now.renderfarm().terms();
            return change.of(terms).equals(terms);
        };
        Batch after = reader.await(
                        id,
                        now -> isDone.test(now)
                                || change.isAboutOrder() && now.status().isTerminal())
                .orElse(batch);
        if (change.isAboutOrder() && !isDone.test(after)) {
            requireDispatching(after, wish);
        }
        return after;
    }

    private Batch paused(BatchCommand command, boolean wanted, String wish) throws InterruptedException {
        Batch batch = find(command.batchId());
        requireDispatching(batch, wish);
        // the directory may be behind an earlier wish: the ledger knows, and changes nothing twice
        commands.publish(command);
        Batch after = outcome(batch, now -> now.renderfarm().isPaused() == wanted);
        if (after.renderfarm().isPaused() != wanted) {
            requireDispatching(after, wish);
        }
        return after;
    }

    /** One whose window has ended may be shown in progress for a while, and carries out no wish any more. */
    private void requireDispatching(Batch batch, String wish) {
        boolean ended = batch.windowHasEnded(clock.instant());
        if (ended || !DISPATCHING.contains(batch.status())) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT,
                    null,
                    "the batch is " + batch.status().wireName()
                            + (ended && !batch.status().isTerminal() ? ", and its completion window has ended" : "")
                            + ": there is nothing left to " + wish);
        }
    }

    private Batch outcome(Batch before, Predicate<Batch> isDone) throws InterruptedException {
        return reader.await(before.id(), now -> isDone.test(now) || now.status().isTerminal())
                .orElse(before);
    }

    /** Waits for a batch that was submitted just now. */
    private Batch find(BatchId id) throws InterruptedException {
        return reader.await(id, found -> true)
                .or(() -> directory.get(id))
                .orElseThrow(() -> RequestRefusedException.notFound("there is no batch " + id));
    }
}
