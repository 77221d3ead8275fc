package dev.renderfarm.coordinator.ledger.offstream;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.ledger.books.Samples;
import dev.renderfarm.coordinator.ledger.decision.BatchDecisions;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import dev.renderfarm.coordinator.ledger.decision.TaskEntry;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackgroundWorkTest {

    private static final BatchCommand.Submit SUBMISSION = Samples.submit(BATCH, 3);

    private final AtomicReference<Instant> now = new AtomicReference<>(Samples.START);
    private final InstantSource moved = now::get;
    private final List<BatchCommand> reports = new CopyOnWriteArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final List<TaskView> finished = Collections.synchronizedList(new ArrayList<>());
    private final List<Batch> kept = new CopyOnWriteArrayList<>();
    private volatile boolean isKept = true;
    private Validation validation = submission -> Samples.validated(submission.batchId(), 2);

    private final BackgroundWork work = new BackgroundWork(
            submission -> {
                runs.incrementAndGet();
                return validation.run(submission);
            },
            this::finish,
            this::keep,
            new NoEntries(),
            reports::add,
            1,
            moved);

    private interface Validation {
        BatchCommand run(BatchCommand.Submit submission) throws InterruptedException;
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void shouldReportOnceHoweverOftenItIsAskedFor() {
        // Given
        CountDownLatch hold = new CountDownLatch(1);
        validation = submission -> {
            hold.await();
            return Samples.validated(BATCH, 2);
        };
        // When
        work.validate(SUBMISSION);
        work.validate(SUBMISSION);
        hold.countDown();
        await().untilAsserted(() -> assertThat(reports).hasSize(1));
        work.validate(SUBMISSION);
        // Then
        assertThat(reports).containsExactly(Samples.validated(BATCH, 2));
        assertThat(runs).hasValue(1);
    }

    @Test
    void shouldBeginAgainSoonWhenTheReportWasNotTaken() {
        // Given
        work.validate(SUBMISSION);
        await().untilAsserted(() -> assertThat(reports).hasSize(1));
        // When
        await().untilAsserted(() -> {
            if (runs.get() < 2) {
                now.updateAndGet(instant -> instant.plusSeconds(6));
                work.validate(SUBMISSION);
            }
            // Then
            assertThat(reports).hasSize(2);
        });
    }

    @Test
    void shouldSayWhyItWasPutOffUntilItIsDone() {
        // Given
        validation = submission -> {
            throw new StorageUnavailableException("cannot read at http://127.0.0.1:9", new IllegalStateException());
        };
        assertThat(work.hindrance(BATCH)).isEmpty();
        // When
        work.validate(SUBMISSION);
        // Then
        await().untilAsserted(() -> assertThat(work.hindrance(BATCH))
                .contains(new Hindrance(
                        WaitingCode.STORAGE, "the check of its input cannot be done: the storage does not answer")));
        // When
        validation = submission -> Samples.validated(submission.batchId(), 2);
        now.updateAndGet(instant -> instant.plusSeconds(60));
        work.validate(SUBMISSION);
        // Then
        await().untilAsserted(() -> assertThat(work.hindrance(BATCH)).isEmpty());
    }

    @Test
    void shouldBeginAgainAfterAPauseWhenStorageIsAway() {
        // Given
        validation = submission -> {
            throw new StorageUnavailableException("no bucket", new IllegalStateException());
        };
        work.validate(SUBMISSION);
        await().untilAsserted(() -> assertThat(runs).hasValue(1));
        validation = submission -> Samples.validated(BATCH, 2);
        // When
        await().untilAsserted(() -> {
            now.updateAndGet(instant -> instant.plusSeconds(1));
            work.validate(SUBMISSION);
            // Then
            assertThat(reports).containsExactly(Samples.validated(BATCH, 2));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"DENIED", "FULL"})
    void shouldLoseNothingHoweverOftenStorageRefusesEveryone(StorageRefusedException.Kind kind) {
        // Given
        validation = submission -> {
            throw InMemoryObjectStore.refusal(kind);
        };
        await().untilAsserted(() -> {
            now.updateAndGet(instant -> instant.plusSeconds(31));
            work.validate(SUBMISSION);
            assertThat(runs).hasValueGreaterThan(BackgroundWork.MOST_ATTEMPTS + 1);
        });
        validation = submission -> Samples.validated(BATCH, 2);
        // When
        await().untilAsserted(() -> {
            now.updateAndGet(instant -> instant.plusSeconds(31));
            work.validate(SUBMISSION);
            // Then
            assertThat(reports).contains(Samples.validated(BATCH, 2));
        });
    }

    @Test
    void shouldRejectTheBatchWhenStorageNeverTakesItsItems() {
        // Given
        validation = submission -> {
            throw InMemoryObjectStore.refusal(StorageRefusedException.Kind.OBJECT);
        };
        // When
        await().untilAsserted(() -> {
            if (runs.get() < BackgroundWork.MOST_ATTEMPTS) {
                now.updateAndGet(instant -> instant.plusSeconds(31));
                work.validate(SUBMISSION);
            }
            // Then
            assertThat(reports).singleElement().isInstanceOfSatisfying(BatchCommand.Rejected.class, rejected -> {
                assertThat(rejected.errors().data().get(0).code()).isEqualTo(FailureCode.STORAGE_REFUSED);
                assertThat(rejected.errors().data().get(0).message()).doesNotContain("127.0.0.1");
            });
        });
    }

    @Test
    void shouldBeginAgainAfterAPauseWhenTheVirtualMachineFails() {
        // Given
        validation = submission -> {
            throw new NoClassDefFoundError("a class");
        };
        work.validate(SUBMISSION);
        await().untilAsserted(() -> assertThat(runs).hasValue(1));
        validation = submission -> Samples.validated(BATCH, 2);
        // When
        await().untilAsserted(() -> {
            now.updateAndGet(instant -> instant.plusSeconds(1));
            work.validate(SUBMISSION);
            // Then
            assertThat(reports).containsExactly(Samples.validated(BATCH, 2));
        });
    }

    @Test
    void shouldRejectTheBatchWhenValidationFailsAgainAndAgainForAReasonNobodyForesaw() {
        // Given
        validation = submission -> {
            throw new IllegalStateException("a defect");
        };
        // When
        await().untilAsserted(() -> {
            if (runs.get() < BackgroundWork.MOST_ATTEMPTS) {
                now.updateAndGet(instant -> instant.plusSeconds(31));
                work.validate(SUBMISSION);
            }
            // Then
            assertThat(reports).singleElement().isInstanceOfSatisfying(BatchCommand.Rejected.class, rejected -> {
                assertThat(rejected.errors().data().get(0).code()).isEqualTo(FailureCode.INTERNAL_ERROR);
                assertThat(rejected.errors().data().get(0).message()).contains("5 attempts");
            });
        });
        assertThat(runs).hasValue(BackgroundWork.MOST_ATTEMPTS);
    }

    @Test
    void shouldFinishABatchWithAllItsTasksThoseNeverDispatchedCancelled() {
        // Given
        BatchDecisions decisions = new BatchDecisions(Duration.ofSeconds(15));
        BatchEntry cancelled = cancelled(decisions);
        // When
        work.finish(cancelled);
        // Then
        await().untilAsserted(() -> assertThat(reports).containsExactly(Samples.finalized(cancelled.view())));
        assertThat(cancelled.status()).isEqualTo(BatchStatus.FINALIZING);
        assertThat(finished).containsExactly(cancelledTask(0), cancelledTask(1), cancelledTask(2));
    }

    @Test
    void shouldWriteDownHowABatchEndedBeforeItReports() {
        // Given
        BatchDecisions decisions = new BatchDecisions(Duration.ofSeconds(15));
        BatchEntry cancelled = cancelled(decisions);
        isKept = false;
        work.finish(cancelled);
        await().untilAsserted(() -> assertThat(work.hindrance(BATCH)).isPresent());
        assertThat(reports).isEmpty();
        isKept = true;
        now.updateAndGet(instant -> instant.plusSeconds(60));
        // When
        work.finish(cancelled);
        // Then
        await().untilAsserted(() -> assertThat(reports).hasSize(1));
        BatchEntry ended = decisions
                .finalized(cancelled, (BatchCommand.Finalized) reports.get(0), moved.instant())
                .orElseThrow()
                .batch();
        assertThat(kept).containsExactly(ended.nextStatus(moved.instant(), null).view());
        assertThat(ended.status()).isEqualTo(BatchStatus.CANCELLED);
    }

    private static BatchEntry cancelled(BatchDecisions decisions) {
        BatchEntry validating = decisions.submit(SUBMISSION, Samples.START).batch();
        BatchEntry begun = decisions
                .validated(validating, Samples.validated(BATCH, 3), Samples.START)
                .orElseThrow()
                .batch();
        return decisions.cancel(begun, Samples.START).orElseThrow().batch();
    }

    private void keep(Batch ended) {
        if (!isKept) {
            throw new StorageUnavailableException("no bucket", new IllegalStateException());
        }
        kept.add(ended);
    }

    private BatchCommand.Finalized finish(Batch batch, Iterator<TaskView> tasks) {
        tasks.forEachRemaining(finished::add);
        return Samples.finalized(batch);
    }

    private static TaskView cancelledTask(int index) {
        return new TaskView(new TaskId(BATCH, index), TaskState.CANCELLED, List.of(), null, null);
    }

    private static final class NoEntries implements LedgerReader {
        @Override
        public boolean hasDeparted(BatchId id) {
            return false;
        }

        @Override
        public Optional<BatchEntry> batch(BatchId id) {
            return Optional.empty();
        }

        @Override
        public BatchHistory history(BatchId id) {
            return BatchHistory.NONE;
        }

        @Override
        public TaskCursor tasks(BatchId batch, int from) {
            return new TaskCursor() {
                @Override
                public boolean hasNext() {
                    return false;
                }

                @Override
                public TaskEntry next() {
                    throw new java.util.NoSuchElementException();
                }

                @Override
                public void close() {}
            };
        }
    }
}
