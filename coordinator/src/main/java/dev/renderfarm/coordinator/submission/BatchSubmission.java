package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.ImageRequest;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.files.FileStore;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.layout.Layout;
import dev.renderfarm.coordinator.layout.Layouts;
import dev.renderfarm.coordinator.models.ModelRegistry;
import java.io.ByteArrayInputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Opens batches. With an {@code Idempotency-Key} a submission may be repeated at any time and gives the same batch,
 * also when the first answer was lost or the coordinator died half-way; the same key with another request is refused.
 * Safe for several threads.
 */
public final class BatchSubmission {

    private static final Logger LOG = LoggerFactory.getLogger(BatchSubmission.class);
    /** Of what somebody waits for. */
    private static final String SHORTEST_WINDOW = "1h";

    private final FileStore files;
    private final KnownBatches known;
    private final SubmissionStore submissions;
    private final SubmissionCheck check;
    private final Layouts layouts;
    private final CommandPublisher commands;
    private final BatchReader reader;
    private final BatchAdmission admission;
    private final RequiredWorker worker;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** Where everyone may open batches. */
    public BatchSubmission(
            FileStore files,
            KnownBatches known,
            ModelRegistry models,
            Layouts layouts,
            CommandPublisher commands,
            BatchReader reader,
            FarmCapacity capacity,
            InstantSource clock,
            RandomGenerator random) {
        this(files, known, models, layouts, commands, reader, BatchAdmission.OF_ALL, capacity, clock, random);
    }

    public BatchSubmission(
            FileStore files,
            KnownBatches known,
            ModelRegistry models,
            Layouts layouts,
            CommandPublisher commands,
            BatchReader reader,
            BatchAdmission admission,
            FarmCapacity capacity,
            InstantSource clock,
            RandomGenerator random) {
        this.files = files;
        this.known = known;
        this.submissions = known.submissions();
        this.check = new SubmissionCheck(models, files.asker());
        this.layouts = layouts;
        this.commands = commands;
        this.reader = reader;
        this.admission = admission;
        this.worker = new RequiredWorker(models, capacity);
        this.clock = clock;
        this.random = random;
    }

    /**
     * Returns when the broker has the command, and the directory has the batch or patience has ended.
     *
     * @param traceparent of the request; null where it is not traced. A repeat continues the trace of the first.
     * @throws RequestRefusedException naming the field that is wrong, or where the tenant may not open it now, or no
     *     worker of its model runs and it wants one
     * @throws dev.renderfarm.objectstore.store.StorageUnavailableException if the bucket does not answer
     * @throws dev.renderfarm.coordinator.batch.BrokerUnavailableException if the broker does not
     */
    public Batch submit(BatchRequest request, @Nullable String idempotencyKey, @Nullable Traceparent traceparent)
            throws InterruptedException {
        var wish = new Wish(
                SubmissionStore.fingerprint(request),
                () -> {
                    worker.check(request);
                    return new Again(request, null);
                },
                request.requests() != null,
                null,
                traceparent,
                Lane.BATCH);
        return submit(wish, idempotencyKey);
    }

    /**
     * What is asked for of lines that were rendered before.
     *
     * @param revision which of the attempts at their pictures it is; null where they are to be the same
     */
    public record Again(BatchRequest request, @Nullable Integer revision) {}

    /**
     * Opens a batch that renders lines of another one again; else as {@link #submit}.
     *
     * @param asked tells a repeat from another request under the same key
     * @param request made for the first of its repeats only
     */
    public Batch submitAgain(
            BatchId parent,
            String asked,
            Supplier<Again> request,
            @Nullable String idempotencyKey,
            @Nullable Traceparent traceparent)
            throws InterruptedException {
        var wish = new Wish(
                Sha256.hex("retry of " + parent + " " + asked), request, true, parent, traceparent, Lane.BATCH);
        return submit(wish, idempotencyKey);
    }

    /**
     * Opens a batch on the interactive lane; else as {@link #submit}.
     *
     * @param line of the batch, as JSON: its only one
     * @param asked tells a repeat from another request under the same key
     * @param admission of the first of its repeats only; throws where that is refused
     */
    public Batch submitNow(
            ImageEndpoint endpoint,
            Map<String, Object> line,
            Map<String, Object> asked,
            Runnable admission,
            @Nullable String idempotencyKey,
            @Nullable Traceparent traceparent)
            throws InterruptedException {
        var request = new BatchRequest(null, endpoint.path(), SHORTEST_WINDOW, null, null, null, null, List.of(line));
        String fingerprint = Sha256.hex("now " + Json.string(asked));
        Supplier<Again> first = () -> {
            admission.run();
            return new Again(request, null);
        };
        return submit(new Wish(fingerprint, first, true, null, traceparent, Lane.INTERACTIVE), idempotencyKey);
    }

    /**
     * What is asked for, and how a repeat of it is known.
     *
     * @param ownFile whether the request brings the content of its file
     */
    private record Wish(
            String fingerprint,
            Supplier<Again> request,
            boolean ownFile,
            @Nullable BatchId parent,
            @Nullable Traceparent traceparent,
            Lane lane) {}

    private Batch submit(Wish wish, @Nullable String idempotencyKey) throws InterruptedException {
        if (idempotencyKey == null) {
            long seed = random.nextLong() & ImageRequest.MAX_SEED;
            SubmissionStore.Submission submission = submission(BatchId.random(random), wish, seed);
            submissions.put(submission);
            return publish(submission);
        }
        SubmissionStore.Submission submission =
                keyed(wish, new IdempotencyKey(idempotencyKey, files.asker().maker()));
        BatchCommand.Submit command = submission.command();
        Optional<Batch> present = reader.find(command.batchId());
        Batch batch = present.isPresent() ? present.get() : publish(submission);
        if (!OpenedBatch.isOf(batch, command, wish.ownFile())) {
            throw usedForAnotherRequest(command.batchId());
        }
        return batch;
    }

    /** What lies over its rows stands in the bucket before anybody validates them. */
    private Batch publish(SubmissionStore.Submission submission) throws InterruptedException {
        BatchCommand.Submit command = submission.command();
        if (submission.layout() != null) {
            layouts.store().put(command.batchId(), submission.layout());
        }
        commands.publish(command);
        admission.opened(command);
        tell(command);
        Optional<Batch> shown = reader.await(command.batchId(), batch -> true);
        if (shown.isEmpty()) {
            known.remember(OpenedBatch.of(command));
        }
        return shown.orElseGet(() -> OpenedBatch.of(command));
    }

    private static void tell(BatchCommand.Submit command) {
        Traceparent traceparent = command.traceparent();
        LoggingEventBuilder line = LOG.atInfo().addKeyValue("batchId", command.batchId());
        (traceparent == null ? line : line.addKeyValue("traceId", traceparent.traceId())).log("batch submitted");
    }

    /**
     * What was first asked for under the key. Where the bucket knows no conditional writes, two that come at once may
     * both be let through: the ledger opens the batch for one.
     */
    private SubmissionStore.Submission keyed(Wish wish, IdempotencyKey key) {
        SubmissionStore.Submission first = submissions
                .find(key.batchId())
                .orElseGet(() -> submissions.keep(submission(key.batchId(), wish, key.seed())));
        if (!first.fingerprint().equals(wish.fingerprint())) {
            throw usedForAnotherRequest(key.batchId());
        }
        return first;
    }

    private static RequestRefusedException usedForAnotherRequest(BatchId batch) {
        return new RequestRefusedException(
                FailureCode.CONFLICT,
                "Idempotency-Key",
                "the key was used for another request, which became " + batch
                        + ": repeat that request, or choose a new key");
    }

    private SubmissionStore.Submission submission(BatchId id, Wish wish, long seed) {
        Again again = wish.request().get();
        BatchRequest request = again.request();
        Layout layout = layouts.check().of(request.renderfarm());
        if (request.requests() != null) {
            request = stored(id, wish, seed, request);
        }
        BatchCommand.Submit command = check.command(
                        id, request, wish.parent(), again.revision(), wish.traceparent(), seed, clock.instant())
                .on(wish.lane());
        admission.check(command);
        UploadedFile input = SubmissionCheck.checkedInput(files.find(command.inputFileId()), command.createdAt());
        files.addUser(command.inputFileId(), id);
        return new SubmissionStore.Submission(wish.fingerprint(), command.of(input.filename()), layout);
    }

    /** The same with a file of the requests that it brings. One that would be refused leaves none. */
    private BatchRequest stored(BatchId id, Wish wish, long seed, BatchRequest request) {
        byte[] lines = InlineRequests.lines(request);
        admission.check(check.command(
                        id,
                        request.ofFile(InlineRequests.NOT_STORED_YET),
                        wish.parent(),
                        null,
                        wish.traceparent(),
                        seed,
                        clock.instant())
                .on(wish.lane()));
        return request.ofFile(
                files.save(InlineRequests.FILENAME, "batch", new ByteArrayInputStream(lines), lines.length)
                        .id());
    }
}
