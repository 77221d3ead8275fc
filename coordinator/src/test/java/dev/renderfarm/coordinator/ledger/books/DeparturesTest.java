package dev.renderfarm.coordinator.ledger.books;

import static dev.renderfarm.coordinator.ledger.books.Samples.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.Retention;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Batches come, end or go on, and are judged, over years of which only what matters passes. */
class DeparturesTest {

    private static final Retention RETENTION = Samples.policies(4).retention();
    private static final int TASKS = 3;

    private final MemoryTables tables = new MemoryTables();
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final FakeRefusedCommands refusals = new FakeRefusedCommands();
    private Bookkeeper books = open();

    private Bookkeeper open() {
        return open(tables);
    }

    private Bookkeeper open(MemoryTables found) {
        return new Bookkeeper(
                found,
                outbox,
                new SharedServices(
                        new FakeLongWork(),
                        new FakeItems(),
                        new FakeCapacity(),
                        new FakeQueues(),
                        new FarmShares(TenantWeights.EQUAL),
                        new ForecastCalibration(),
                        PictureTimes.UNKNOWN,
                        refusals,
                        AlikePictures.UNHEARD,
                        BatchTraces.NONE),
                Samples.policies(1_000));
    }

    /** With a window of ten years. */
    private static BatchCommand.Submit submission(BatchId batch, Instant now) {
        BatchCommand.Submit usual = Samples.submit(batch, 3);
        return new BatchCommand.Submit(
                batch,
                usual.inputFileId(),
                usual.endpoint(),
                usual.completionWindow(),
                usual.model(),
                usual.seed(),
                usual.maxAttempts(),
                usual.metadata(),
                now,
                now.plus(Duration.ofDays(3_650)),
                usual.rules(),
                usual.parentBatchId(),
                usual.traceparent(),
                usual.terms(),
                usual.revision(),
                usual.sharing(),
                usual.outputExpiresAfter(),
                usual.lane(),
                usual.inputFilename());
    }

    private void begin(BatchId batch, Instant now) {
        books.command(submission(batch, now), now);
        books.command(Samples.validated(batch, TASKS), now);
        books.tick(now);
    }

    private void end(BatchId batch, Instant now) {
        for (int index = 0; index < TASKS; index++) {
            books.result(Samples.rendered(new TaskId(batch, index), 1), now);
        }
        books.command(Samples.finalized(requireNonNull(tables.batch(batch)).view()), now);
        books.tick(now);
    }

    /** As many ticks as it takes to look at all and to go on with all. */
    private void look(Instant now) {
        for (int tick = 0; tick < 200; tick++) {
            books.tick(now.plus(Departures.EVERY.multipliedBy(tick)));
        }
    }

    @Test
    void shouldLeaveNothingButThatThereWasOneWhenItsTimeIsUp() {
        // Given
        BatchId batch = new BatchId("batch_1");
        begin(batch, START);
        end(batch, START);
        assertThat(tables.tasks(batch)).isEqualTo(TASKS);
        // When
        look(START.plus(RETENTION.tasks()));
        // Then
        assertThat(tables.batch(batch)).isNull();
        assertThat(tables.tasks(batch)).isZero();
        assertThat(tables.history(batch).data()).isEmpty();
        assertThat(outbox.forgotten).isEmpty();
        // When
        BatchCommand again = Samples.submit(batch, 3);
        books.command(again, START.plus(RETENTION.tasks()));
        // Then
        assertThat(tables.batch(batch)).isNull();
        assertThat(refusals.refusals())
                .extracting(FakeRefusedCommands.Refusal::command)
                .containsExactly(again);
        // When
        look(START.plus(RETENTION.status()));
        // Then
        assertThat(outbox.forgotten).containsExactly(batch);
        assertThat(tables.hasDeparted(batch)).isFalse();
    }

    @Test
    void shouldNotRestWhileThereIsOneThatLeaves() {
        // Given
        for (int number = 1; number <= 3; number++) {
            BatchId batch = new BatchId("batch_" + number);
            begin(batch, START);
            end(batch, START);
        }
        Instant now = START.plus(RETENTION.tasks());
        books = open();
        // When
        int ticks = 0;
        do {
            books.tick(now);
            ticks++;
        } while (!books.isIdle() && ticks < 100);
        // Then
        assertThat(ticks).isLessThan(100);
        for (int number = 1; number <= 3; number++) {
            assertThat(tables.hasDeparted(new BatchId("batch_" + number))).isTrue();
        }
    }

    @Test
    void shouldGoOnWhenItDiedInTheMiddle() {
        // Given
        BatchId batch = new BatchId("batch_1");
        begin(batch, START);
        end(batch, START);
        tables.deleteTasks(batch, 2);
        // When
        books = open();
        look(START.plus(RETENTION.tasks()));
        // Then
        assertThat(tables.tasks(batch)).isZero();
        assertThat(tables.hasDeparted(batch)).isTrue();
    }

    @Test
    void shouldTellOfABatchThatIsKnownAgainAndKeepNoMoreOfItThanOfOneThatLeft() {
        // Given
        BatchId batch = new BatchId("batch_1");
        begin(batch, START);
        end(batch, START);
        Batch ended = requireNonNull(tables.batch(batch)).view();
        MemoryTables lost = new MemoryTables();
        outbox.told.clear();
        books = open(lost);
        BatchCommand again = new BatchCommand.Rebuild(ended.rebuilt(START.plusSeconds(60)));
        // When
        books.command(again, START.plusSeconds(60));
        // Then
        assertThat(outbox.told).containsExactly(ended.rebuilt(START.plusSeconds(60)));
        assertThat(lost.hasDeparted(batch)).isTrue();
        assertThat(books.isIdle()).isTrue();
        // When
        books.command(again, START.plusSeconds(61));
        books.command(Samples.submit(batch, 3), START.plusSeconds(61));
        // Then
        assertThat(outbox.told).hasSize(1);
        assertThat(refusals.refusals()).hasSize(2);
        // When
        look(START.plus(RETENTION.status()));
        // Then
        assertThat(outbox.forgotten).containsExactly(batch);
    }

    @Test
    void shouldLeaveABatchThatIsKnownAsItIs() {
        // Given
        BatchId batch = new BatchId("batch_1");
        begin(batch, START);
        end(batch, START);
        BatchEntry before = requireNonNull(tables.batch(batch));
        outbox.told.clear();
        // When
        books.command(new BatchCommand.Rebuild(before.view().rebuilt(START.plusSeconds(1))), START.plusSeconds(1));
        // Then
        assertThat(tables.batch(batch)).isEqualTo(before);
        assertThat(outbox.told).isEmpty();
    }

    @Test
    void shouldTellOfAPurgedBatchNoLongerAndKeepNothingOfIt() {
        // Given
        BatchId batch = new BatchId("batch_1");
        begin(batch, START);
        end(batch, START);
        BatchCommand purge = new BatchCommand.Purge(batch, START);
        // When
        books.command(purge, START);
        // Then
        assertThat(outbox.forgotten).containsExactly(batch);
        assertThat(tables.batch(batch)).isNull();
        // When
        books = open();
        look(START.plusSeconds(1));
        // Then
        assertThat(tables.tasks(batch)).isZero();
        assertThat(tables.hasDeparted(batch)).isFalse();
        assertThat(outbox.forgotten).containsExactly(batch);
    }

    @Test
    void shouldPurgeABatchThatHasLeftOrIsLeaving() {
        // Given
        BatchId left = new BatchId("batch_1");
        BatchId leaving = new BatchId("batch_2");
        begin(left, START);
        end(left, START);
        look(START.plus(RETENTION.tasks()));
        begin(leaving, START);
        end(leaving, START);
        books.tick(START.plus(RETENTION.tasks()).plus(Departures.EVERY.multipliedBy(201)));
        // When
        Instant now = START.plus(RETENTION.tasks()).plus(Departures.EVERY.multipliedBy(202));
        books.command(new BatchCommand.Purge(left, now), now);
        books.command(new BatchCommand.Purge(leaving, now), now);
        look(now);
        // Then
        assertThat(outbox.forgotten).containsExactly(left, leaving);
        assertThat(tables.tasks(leaving)).isZero();
        assertThat(tables.hasDeparted(left)).isFalse();
        assertThat(tables.hasDeparted(leaving)).isFalse();
    }

    @Test
    void shouldPurgeNothingThatGoesOn() {
        // Given
        BatchId batch = new BatchId("batch_1");
        begin(batch, START);
        BatchCommand purge = new BatchCommand.Purge(batch, START);
        // When
        books.command(purge, START);
        // Then
        assertThat(outbox.forgotten).isEmpty();
        assertThat(tables.batch(batch)).isNotNull();
        assertThat(refusals.refusals())
                .extracting(FakeRefusedCommands.Refusal::command)
                .containsExactly(purge);
    }

    @Test
    void shouldKeepEveryBatchThatHasNotEndedAndEveryOneWhoseTimeIsNotUp() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Set<BatchId> open = new HashSet<>();
        Map<BatchId, Instant> ended = new HashMap<>();
        Instant now = START;
        BatchId oldest = new BatchId("batch_oldest");
        begin(oldest, now);
        open.add(oldest);
        for (int step = 0; step < 60; step++) {
            now = now.plus(Duration.ofHours(random.nextInt(1, 24 * 24)));
            BatchId batch = new BatchId("batch_" + Long.toString(random.nextLong(1L << 40), 36) + step);
            begin(batch, now);
            open.add(batch);
            for (BatchId one : Set.copyOf(open)) {
                if (!one.equals(oldest) && random.nextInt(3) == 0) {
                    end(one, now);
                    open.remove(one);
                    ended.put(one, now);
                }
            }
            if (random.nextBoolean()) {
                books = open();
            }
            look(now);
            // Then
            Instant last = now.plus(Departures.EVERY.multipliedBy(200));
            for (BatchId one : open) {
                assertThat(tables.tasks(one)).as("open %s, seed %d", one, seed).isEqualTo(TASKS);
                assertThat(tables.batch(one)).as("open %s, seed %d", one, seed).isNotNull();
            }
            ended.forEach((one, at) -> {
                boolean kept = at.plus(RETENTION.tasks()).isAfter(last);
                assertThat(tables.tasks(one)).as("ended %s, seed %d", one, seed).isEqualTo(kept ? TASKS : 0);
                assertThat(outbox.forgotten.contains(one))
                        .as("ended %s, seed %d", one, seed)
                        .isEqualTo(!at.plus(RETENTION.status()).isAfter(last));
            });
        }
        assertThat(outbox.forgotten).as("seed %d", seed).doesNotHaveDuplicates().isNotEmpty();
    }
}
