package dev.renderfarm.coordinator.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.Terms;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.scaling.OpenBatches;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeardBatchesTest {

    private static final BatchId HERE = new BatchId("batch_1");
    private static final BatchId THERE = new BatchId("batch_2");
    private static final TenantName SHOP = new TenantName("shop");
    private static final Instant NOW = TestBatches.CREATED;

    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FarmShares shares = new FarmShares(TenantWeights.EQUAL);
    private final HeardBatches heard =
            new HeardBatches(new OpenBatches(directory, InstantSource.fixed(NOW)), shares, () -> {});

    @Test
    void shouldLeaveItsPartToABatchOfAnotherCoordinator() {
        // Given
        directory.put(shared(inProgress(THERE), SHOP, 0));
        shares.tell(contender(inProgress(HERE)));
        // When
        heard.look();
        // Then
        assertThat(shares.places(SimulatedBatch.MODEL, 10, NOW)).containsEntry(HERE, 5);
        assertThat(shares.share(SimulatedBatch.MODEL, TenantName.DEFAULT)).isEqualTo(0.5);
    }

    @Test
    void shouldGoOnWithWhatItHeardWhenTheDirectoryCannotBeRead() {
        // Given
        directory.put(shared(inProgress(THERE), SHOP, 0));
        shares.tell(contender(inProgress(HERE)));
        heard.look();
        directory.setAvailable(false);
        // When
        heard.look();
        // Then
        assertThat(shares.places(SimulatedBatch.MODEL, 10, NOW)).containsEntry(HERE, 5);
    }

    @Test
    void shouldReadAllThatCountsOfAStatus() {
        // Given
        Instant deadline = NOW.plusSeconds(60);
        Usage usage = new Usage(new BigDecimal("12.5"), null);
        Batch batch = TestBatches.on(
                TestBatches.using(
                        TestBatches.shared(inProgress(HERE), new Sharing(SHOP, 7), new Course(40, null, null)),
                        new BatchUsage(usage, 5, null)),
                new Terms(null, 9, deadline));
        // When / Then
        assertThat(contender(batch))
                .isEqualTo(new Contender(
                        HERE,
                        SimulatedBatch.MODEL,
                        SHOP,
                        new Rank(9, deadline, NOW),
                        60,
                        40,
                        0,
                        40,
                        7,
                        new Spent(12.5, 5, 0, 0)));
    }

    @Test
    void shouldOfferNothingToABatchThatIsPausedOrNotInProgress() {
        assertThat(contender(TestBatches.paused(HERE, 1)).fresh()).isZero();
        assertThat(HeardBatches.contender(TestBatches.batch(HERE, BatchStatus.VALIDATING, 1)))
                .isEmpty();
        assertThat(HeardBatches.contender(TestBatches.batch(HERE, BatchStatus.COMPLETED, 1)))
                .isEmpty();
    }

    private static Batch inProgress(BatchId id) {
        return TestBatches.batch(id, BatchStatus.IN_PROGRESS, 1, 100, null);
    }

    private static Batch shared(Batch batch, TenantName tenant, int retrying) {
        return TestBatches.shared(batch, new Sharing(tenant, null), new Course(retrying, null, null));
    }

    private static Contender contender(Batch batch) {
        Optional<Contender> contender = HeardBatches.contender(batch);
        return contender.orElseThrow();
    }
}
