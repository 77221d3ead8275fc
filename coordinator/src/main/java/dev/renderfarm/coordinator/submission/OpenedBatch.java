package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.util.Objects;

/** What the ledger makes of a submission. */
final class OpenedBatch {

    /** The batch as the ledger will open it. */
    static Batch of(BatchCommand.Submit command) {
        return BatchEntry.submitted(command, command.createdAt()).view();
    }

    /**
     * Whether the ledger opened the batch for this command, and not for another one under the same id.
     *
     * @param ownFile whether its file was made for it, so that two that came at once have one each
     */
    static boolean isOf(Batch batch, BatchCommand.Submit command, boolean ownFile) {
        return (ownFile || batch.inputFileId().equals(command.inputFileId()))
                && batch.endpoint().equals(command.endpoint())
                && batch.completionWindow().equals(command.completionWindow())
                && batch.metadata().equals(command.metadata())
                && Objects.equals(batch.renderfarm().seed(), command.seed())
                && batch.renderfarm().origin().lane() == command.lane()
                && Objects.equals(batch.renderfarm().origin().outputExpiresAfter(), command.outputExpiresAfter())
                && batch.renderfarm().maxAttempts() == command.maxAttempts()
                && batch.renderfarm().rules().equals(command.rules())
                && batch.renderfarm().sharing().equals(command.sharing())
                && hasModelOf(batch, command);
    }

    /** A command without a model has one chosen for its batch when it is validated. */
    private static boolean hasModelOf(Batch batch, BatchCommand.Submit command) {
        boolean chosenLater = command.model() == null && batch.status() != BatchStatus.VALIDATING;
        return chosenLater || Objects.equals(batch.model(), command.model());
    }

    private OpenedBatch() {}
}
