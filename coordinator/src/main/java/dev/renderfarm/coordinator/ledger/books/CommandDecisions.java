package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.decision.BatchDecisions;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.Decision;
import dev.renderfarm.coordinator.ledger.decision.PictureDecisions;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which decision a command asks for; none where it concerns a batch that is unknown, or opens one that is known, or the
 * batch's status does not allow it.
 *
 * @param tasks by id; null where one was never dispatched
 * @param batch null where there is and was none of that id
 */
record CommandDecisions(
        BatchDecisions decisions,
        PictureDecisions pictures,
        Function<TaskId, @Nullable TaskEntry> tasks,
        @Nullable BatchEntry batch,
        Instant now)
        implements BatchCommand.Visitor<Optional<Decision>> {

    @Override
    public Optional<Decision> submit(BatchCommand.Submit command) {
        return batch == null ? Optional.of(decisions.submit(command, now)) : Optional.empty();
    }

    @Override
    public Optional<Decision> cancel(BatchCommand.Cancel command) {
        return decide(open -> decisions.cancel(open, now));
    }

    @Override
    public Optional<Decision> pause(BatchCommand.Pause command) {
        return decide(open -> decisions.pause(open, now));
    }

    @Override
    public Optional<Decision> resume(BatchCommand.Resume command) {
        return decide(decisions::resume);
    }

    @Override
    public Optional<Decision> amend(BatchCommand.Amend command) {
        return decide(open -> decisions.amend(open, command.change()));
    }

    @Override
    public Optional<Decision> proceed(BatchCommand.Proceed command) {
        return decide(open -> decisions.proceed(open, now));
    }

    @Override
    public Optional<Decision> review(BatchCommand.Review command) {
        return decide(known -> pictures.review(known, command, tasks));
    }

    @Override
    public Optional<Decision> skip(BatchCommand.Skip command) {
        return decide(open -> pictures.skip(open, command, tasks, now));
    }

    @Override
    public Optional<Decision> validated(BatchCommand.Validated command) {
        return decide(open -> decisions.validated(open, command, now));
    }

    @Override
    public Optional<Decision> rejected(BatchCommand.Rejected command) {
        return decide(open -> decisions.rejected(open, command, now));
    }

    @Override
    public Optional<Decision> finalized(BatchCommand.Finalized command) {
        return decide(open -> decisions.finalized(open, command, now));
    }

    /** What is unknown is rebuilt without a decision: there is nothing to go on with. */
    @Override
    public Optional<Decision> rebuild(BatchCommand.Rebuild command) {
        return Optional.empty();
    }

    /** What has ended is purged without a decision, as it leaves without one. */
    @Override
    public Optional<Decision> purge(BatchCommand.Purge command) {
        return Optional.empty();
    }

    private Optional<Decision> decide(Function<BatchEntry, Optional<Decision>> decision) {
        return Optional.ofNullable(batch).flatMap(decision);
    }
}
