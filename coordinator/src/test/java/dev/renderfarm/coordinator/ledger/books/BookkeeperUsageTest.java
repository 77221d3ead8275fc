package dev.renderfarm.coordinator.ledger.books;

import static dev.renderfarm.coordinator.ledger.books.Samples.BATCH;
import static dev.renderfarm.coordinator.ledger.books.Samples.START;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskResult;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FarmShares;
import dev.renderfarm.coordinator.fairness.TenantWeights;
import dev.renderfarm.coordinator.ledger.decision.BatchEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a batch of two tasks takes of devices, as results come. */
class BookkeeperUsageTest {

    private static final TaskId FIRST = new TaskId(BATCH, 0);
    private static final TaskId SECOND = new TaskId(BATCH, 1);

    private final MemoryTables tables = new MemoryTables();
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final SharedServices services = new SharedServices(
            new FakeLongWork(),
            new FakeItems(),
            new FakeCapacity(),
            new FakeQueues(),
            new FarmShares(TenantWeights.EQUAL),
            new ForecastCalibration(),
            PictureTimes.UNKNOWN,
            new FakeRefusedCommands(),
            AlikePictures.UNHEARD,
            BatchTraces.NONE);
    private Bookkeeper books = open();

    @Test
    void shouldCountAttemptsThatFailedAndThoseThatCameForNothing() {
        // Given
        begin();
        // When: the first is drawn by two workers, and the second fails before it is drawn
        tell(Samples.rendered(FIRST, 1), 1, 10);
        tell(Samples.rendered(FIRST, 1), 2, 20);
        tell(Samples.failed(SECOND, 1, FailureCode.RENDER_FAILED), 3, 40);
        // Then
        assertThat(usage()).isEqualTo(used(70, 2));
    }

    @Test
    void shouldCountAResultOnceThoughItComesAgainAfterARestart() {
        // Given
        begin();
        tell(Samples.rendered(FIRST, 1), 1, 10);
        tell(Samples.rendered(FIRST, 1), 2, 20);
        // When
        books.close();
        books = open();
        tell(Samples.rendered(FIRST, 1), 1, 10);
        tell(Samples.rendered(FIRST, 1), 2, 20);
        // Then
        assertThat(usage()).isEqualTo(used(30, 2));
    }

    @Test
    void shouldCountNothingOnceTheFilesAreBeingWritten() {
        // Given
        begin();
        tell(Samples.rendered(FIRST, 1), 1, 10);
        tell(Samples.rendered(SECOND, 1), 2, 20);
        assertThat(entry().status()).isEqualTo(BatchStatus.FINALIZING);
        // When
        tell(Samples.rendered(SECOND, 1), 3, 40);
        // Then
        assertThat(usage()).isEqualTo(used(30, 2));
    }

    @Test
    void shouldCountEachResultOnTheDayOnWhichItComes() {
        // Given
        begin();
        LocalDate first = LocalDate.of(2026, 1, 1);
        int nextDay = 86_400;
        // When: the second is drawn by two workers
        tell(Samples.rendered(FIRST, 1), 1, 10);
        tell(Samples.failed(SECOND, 1, FailureCode.RENDER_FAILED), 2, 7);
        tell(Samples.rendered(SECOND, 1), nextDay, 20);
        tell(Samples.rendered(SECOND, 1), nextDay, 20);
        // Then
        BatchUsage told = requireNonNull(entry().view().renderfarm().usage());
        assertThat(told.days())
                .containsExactly(
                        new UsageDay(
                                first,
                                1,
                                1,
                                10,
                                usage(17),
                                Samples.PRICE.of(usage(17)).amount()),
                        new UsageDay(
                                first.plusDays(1),
                                1,
                                1,
                                10,
                                usage(20),
                                Samples.PRICE
                                        .of(usage(37))
                                        .amount()
                                        .subtract(Samples.PRICE.of(usage(17)).amount())));
    }

    @Test
    void shouldTellNothingWhereWorkersOfAnEarlierReleaseDoNot() {
        // Given
        begin();
        // When
        books.result(Samples.rendered(FIRST, 1), START);
        // Then
        assertThat(usage()).isNull();
        assertThat(requireNonNull(tables.task(FIRST)).usage()).isNull();
        assertThat(entry().counts().completed()).isEqualTo(1);
    }

    private void begin() {
        books.command(Samples.submit(BATCH, 3), START);
        books.command(Samples.validated(BATCH, 2), START);
        books.tick(START);
    }

    /** @param finishedAt seconds after the start, which tells results of one worker apart */
    private void tell(TaskResult result, int finishedAt, int seconds) {
        Instant end = START.plusSeconds(finishedAt);
        books.result(
                new TaskResult(
                        result.taskId(),
                        result.attempt(),
                        result.workerId(),
                        result.modelDigest(),
                        result.startedAt(),
                        end,
                        result.outcome(),
                        usage(seconds)),
                end);
    }

    private static Usage usage(int seconds) {
        return Usage.of(Duration.ofSeconds(seconds), OptionalLong.of(300_000L * seconds));
    }

    private static BatchUsage used(int seconds, int images) {
        return new BatchUsage(usage(seconds), images, Samples.PRICE.of(usage(seconds)));
    }

    /** Without its days. */
    private @Nullable BatchUsage usage() {
        BatchUsage usage = entry().view().renderfarm().usage();
        return usage == null ? null : new BatchUsage(usage.usage(), usage.images(), usage.cost());
    }

    private BatchEntry entry() {
        return requireNonNull(tables.batch(BATCH));
    }

    private Bookkeeper open() {
        return new Bookkeeper(tables, outbox, services, Samples.policies(4));
    }
}
