package dev.renderfarm.coordinator.ledger.offstream;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.batch.BatchErrors;
import dev.renderfarm.common.batch.InputReport;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchFinalizer;
import dev.renderfarm.coordinator.batch.BatchValidator;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.batch.CommandPublisher;
import dev.renderfarm.coordinator.batch.EndRecords;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.ledger.books.LongWork;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * {@link LongWork} on an executor for each lane, so that what somebody waits for never waits for a large batch. What fails because storage, broker or tables are away is begun again, with growing
 * pauses, when it is asked for again; so is what the storage refuses because it is full or denies access. Validation
 * that fails for another reason is given up after {@value #MOST_ATTEMPTS} attempts; finishing never is, since pictures
 * have been rendered.
 */
public final class BackgroundWork implements LongWork, AutoCloseable {

    static final int MOST_ATTEMPTS = 5;

    private static final int QUEUED = 100;

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
    private static final Backoff PAUSES = Backoff.doubling(Duration.ofSeconds(2), Duration.ofSeconds(30), Jitter.NONE);
    /** Where there was no room for the work, or no thread. */
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(1);
    /**
     * By then the report has been read; where the ledger did not take it, or has lost it with the partition, the work
     * is due again.
     */
    private static final Duration AFTER_REPORT = Duration.ofSeconds(5);
    /** What was not asked for again by then is not needed any more. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private enum Kind {
        VALIDATE(WaitingCode.VALIDATION, "the check of its input"),
        FINISH(WaitingCode.FINALIZATION, "the writing of its files");

        private final WaitingCode waiting;
        private final String work;

        Kind(WaitingCode waiting, String work) {
            this.waiting = waiting;
            this.work = work;
        }
    }

    private record Key(Kind kind, BatchId batch) {}

    /**
     * @param number of attempts in a row that failed
     * @param unforeseen of those, for a reason nobody foresaw
     * @param notBefore when it may be begun again; {@link Instant#MAX} while it runs
     * @param hindrance at which the last of them failed; null where none did
     */
    private record Failures(
            int number,
            int unforeseen,
            Instant notBefore,
            @Nullable Hindrance hindrance) {}

    private interface Work {
        BatchCommand run() throws InterruptedException;
    }

    private final BatchValidator validator;
    private final BatchFinalizer finalizer;
    private final EndRecords ends;
    private final LedgerReader reader;
    private final CommandPublisher publisher;
    private final Map<Lane, ExecutorService> executors = new EnumMap<>(Lane.class);
    private final InstantSource clock;
    private final Map<Key, Failures> failures = new ConcurrentHashMap<>();

    public BackgroundWork(
            BatchValidator validator,
            BatchFinalizer finalizer,
            EndRecords ends,
            LedgerReader reader,
            CommandPublisher publisher,
            int threads,
            InstantSource clock) {
        this.validator = validator;
        this.finalizer = finalizer;
        this.ends = ends;
        this.reader = reader;
        this.publisher = publisher;
        for (Lane lane : Lane.values()) {
            var executor = new ThreadPoolExecutor(
                    threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(QUEUED), BackgroundWork::thread);
            executor.allowCoreThreadTimeOut(true);
            executors.put(lane, executor);
        }
        this.clock = clock;
    }

    @Override
    public void validate(BatchCommand.Submit submission) {
        begin(
                Lane.of(submission.lane()),
                new Key(Kind.VALIDATE, submission.batchId()),
                () -> validator.validate(submission));
    }

    @Override
    public void finish(BatchEntry batch) {
        begin(batch.lane(), new Key(Kind.FINISH, batch.id()), () -> {
            try (LedgerReader.TaskCursor tasks = reader.tasks(batch.id(), 0)) {
                BatchCommand.Finalized written = finalizer.finish(batch.view(), new TaskViews(batch, 0, tasks));
                Instant now = clock.instant();
                ends.keep(batch.ended(written, now).nextStatus(now, null).view());
                return written;
            }
        });
    }

    @Override
    public Optional<Hindrance> hindrance(BatchId batch) {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Stream.ofNullable(failures.get(new Key(kind, batch))))
                .flatMap(last -> Stream.ofNullable(last.hindrance()))
                .findFirst();
    }

    /** Interrupts what runs. The batches keep their status, so it is begun again where the ledger goes on. */
    @Override
    public void close() {
        executors.values().forEach(ExecutorService::shutdownNow);
    }

    private void begin(Lane lane, Key key, Work work) {
        Instant now = clock.instant();
        Failures last = failures.getOrDefault(key, new Failures(0, 0, Instant.MIN, null));
        if (now.isBefore(last.notBefore())) {
            return;
        }
        failures.values().removeIf(old -> old.notBefore().isBefore(now.minus(REMEMBERED)));
        failures.put(key, new Failures(last.number(), last.unforeseen(), Instant.MAX, last.hindrance()));
        try {
            requireNonNull(executors.get(lane)).execute(() -> run(key, last, work));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // the error is one of a machine that has no more threads
            putOff(key, last.number(), last.unforeseen(), SHORT_PAUSE, last.hindrance());
        }
    }

    private void run(Key key, Failures last, Work work) {
        int number = last.number() + 1;
        try {
            publisher.publish(work.run());
            putOff(key, 0, 0, AFTER_REPORT, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StorageRefusedException e) {
            log(LOG.atError(), key, number)
                    .addKeyValue("code", e.code().wireName())
                    .addKeyValue("problem", e.getMessage())
                    .log("storage refuses long work");
            refused(key, number, last.unforeseen(), e);
        } catch (StorageUnavailableException
                | BrokerUnavailableException
                | LedgerUnavailableException
                | UncheckedIOException e) {
            log(LOG.atWarn(), key, number)
                    .addKeyValue("problem", e.getMessage())
                    .log("long work put off");
            putOff(key, number, last.unforeseen(), PAUSES.afterFailures(number), hindrance(key.kind(), e));
        } catch (Throwable e) {
            // an Error too: whatever ends the work, it must not count as running for ever
            try {
                log(LOG.atError().setCause(e), key, number).log("long work failed");
            } finally {
                String message = "the farm could not read the input after " + number + " attempts: its log says why";
                failed(key, number, last.unforeseen() + 1, FailureCode.INTERNAL_ERROR, message);
            }
        }
    }

    private static Hindrance hindrance(Kind kind, RuntimeException problem) {
        if (problem instanceof StorageException storage) {
            return new Hindrance(WaitingCode.STORAGE, kind.work + " cannot be done: " + storage.reason());
        }
        if (problem instanceof BrokerUnavailableException) {
            return new Hindrance(WaitingCode.BROKER, kind.work + " cannot be reported: the broker does not answer");
        }
        return unforeseen(kind);
    }

    private static Hindrance unforeseen(Kind kind) {
        return new Hindrance(kind.waiting, kind.work + " failed and is tried again: the coordinator's log says why");
    }

    private static LoggingEventBuilder log(LoggingEventBuilder event, Key key, int number) {
        return event.addKeyValue("batchId", key.batch())
                .addKeyValue("work", key.kind())
                .addKeyValue("attempt", number);
    }

    /** Where the bucket is full or denies access somebody will mend it; what it does not take it never will. */
    private void refused(Key key, int number, int unforeseen, StorageRefusedException e) {
        switch (e.kind()) {
            case DENIED, FULL ->
                putOff(key, number, unforeseen, PAUSES.afterFailures(number), hindrance(key.kind(), e));
            case OBJECT ->
                failed(key, number, unforeseen + 1, e.code(), "the farm could not store the items: " + e.reason());
        }
    }

    private void failed(Key key, int number, int unforeseen, FailureCode code, String message) {
        if (key.kind() == Kind.VALIDATE && unforeseen >= MOST_ATTEMPTS) {
            var error = new LineError(code, null, null, message);
            var rejected = new BatchCommand.Rejected(key.batch(), new BatchErrors(List.of(error)), InputReport.NONE);
            run(key, new Failures(number, 0, Instant.MAX, null), () -> rejected);
        } else {
            putOff(key, number, unforeseen, PAUSES.afterFailures(number), unforeseen(key.kind()));
        }
    }

    private void putOff(Key key, int number, int unforeseen, Duration pause, @Nullable Hindrance hindrance) {
        failures.put(key, new Failures(number, unforeseen, clock.instant().plus(pause), hindrance));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "long-work");
        thread.setDaemon(true);
        return thread;
    }
}
