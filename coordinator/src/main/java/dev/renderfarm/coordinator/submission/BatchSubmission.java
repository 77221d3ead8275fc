package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Opens batches. With an {@code Idempotency-Key} a submission may be repeated at any time and gives the same batch,
 * also when the first answer was lost or the coordinator died half-way; the same key with another request is refused.
 * Safe for several threads.
 */
public final class BatchSubmission {

    private final FileStore files;
    private final SubmissionStore submissions;
    private final SubmissionCheck check;
    private final CommandPublisher commands;
    private final BatchReader reader;
    private final InstantSource clock;
    private final RandomGenerator random;

    public BatchSubmission(
            FileStore files,
            ObjectStore objects,
            ModelRegistry models,
            CommandPublisher commands,
            BatchReader reader,
            InstantSource clock,
            RandomGenerator random) {
        this.files = files;
        this.submissions = new SubmissionStore(objects);
        this.check = new SubmissionCheck(models);
        this.commands = commands;
        this.reader = reader;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Returns when the broker has the command, and the directory has the batch or patience has ended.
     *
     * @throws RequestRefusedException naming the field that is wrong
     * @throws dev.renderfarm.objectstore.store.StorageUnavailableException if the bucket does not answer
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not
     */
    public Batch submit(BatchRequest request, @Nullable String idempotencyKey) throws InterruptedException {
        if (idempotencyKey == null) {
            return publish(fresh(request));
        }
        BatchCommand.Submit command = keyed(request, new IdempotencyKey(idempotencyKey));
        Optional<Batch> present = reader.find(command.batchId());
        Batch batch = present.isPresent() ? present.get() : publish(command);
        if (!OpenedBatch.isOf(batch, command)) {
            throw usedForAnotherRequest(command.batchId());
        }
        return batch;
    }

    private Batch publish(BatchCommand.Submit command) throws InterruptedException {
        commands.publish(command);
        return reader.await(command.batchId(), batch -> true).orElseGet(() -> OpenedBatch.of(command));
    }

    private BatchCommand.Submit fresh(BatchRequest request) {
        long seed = random.nextLong() & ImageRequest.MAX_SEED;
        return checked(check.command(BatchId.random(random), request, seed, clock.instant()));
    }

    /**
     * What was first asked for under the key. Two that come at once may both be let through: the ledger opens the batch
     * for one.
     */
    private BatchCommand.Submit keyed(BatchRequest request, IdempotencyKey key) {
        String fingerprint = SubmissionStore.fingerprint(request);
        SubmissionStore.Submission first = submissions.find(key.batchId()).orElseGet(() -> {
            BatchCommand.Submit command = checked(check.command(key.batchId(), request, key.seed(), clock.instant()));
            return submissions.keep(new SubmissionStore.Submission(fingerprint, command));
        });
        if (!first.fingerprint().equals(fingerprint)) {
            throw usedForAnotherRequest(key.batchId());
        }
        return first.command();
    }

    private static RequestRefusedException usedForAnotherRequest(BatchId batch) {
        return new RequestRefusedException(
                FailureCode.CONFLICT,
                "Idempotency-Key",
                "the key was used for another request, which became " + batch
                        + ": repeat that request, or choose a new key");
    }

    private BatchCommand.Submit checked(BatchCommand.Submit command) {
        if (files.find(command.inputFileId()).isEmpty()) {
            throw SubmissionCheck.unknownFile();
        }
        return command;
    }
}
