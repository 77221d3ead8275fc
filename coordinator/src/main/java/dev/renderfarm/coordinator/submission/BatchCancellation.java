package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchDirectory;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.InstantSource;
import java.util.Set;

/**
 * Cancels batches. Repeating it changes nothing; a batch that has ended otherwise, or is about to, cannot be cancelled
 * any more.
 */
public final class BatchCancellation {

    private static final Set<BatchStatus> CANCELLED = Set.of(BatchStatus.CANCELLING, BatchStatus.CANCELLED);

    private final BatchDirectory directory;
    private final BatchReader reader;
    private final CommandPublisher commands;
    private final InstantSource clock;

    public BatchCancellation(
            BatchDirectory directory, BatchReader reader, CommandPublisher commands, InstantSource clock) {
        this.directory = directory;
        this.reader = reader;
        this.commands = commands;
        this.clock = clock;
    }

    /**
     * Returns when the broker has the command, and the directory shows what became of it or patience has ended.
     *
     * @throws RequestRefusedException if there is no such batch, or its state does not allow it
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not answer
     */
    public Batch cancel(BatchId id) throws InterruptedException {
        Batch batch = find(id);
        if (CANCELLED.contains(batch.status())) {
            return batch;
        }
        if (batch.status().isTerminal() || batch.status() == BatchStatus.FINALIZING) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT,
                    null,
                    "the batch is " + batch.status().wireName() + ": there is nothing left to cancel");
        }
        commands.publish(new BatchCommand.Cancel(id, clock.instant()));
        return reader.await(
                        id,
                        now -> CANCELLED.contains(now.status()) || now.status().isTerminal())
                .orElse(batch);
    }

    /** Waits for a batch that was submitted just now. */
    private Batch find(BatchId id) throws InterruptedException {
        return reader.await(id, found -> true)
                .or(() -> directory.get(id))
                .orElseThrow(() -> RequestRefusedException.notFound("there is no batch " + id));
    }
}
