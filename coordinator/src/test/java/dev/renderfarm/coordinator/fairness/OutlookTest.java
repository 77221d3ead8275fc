package dev.renderfarm.coordinator.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutlookTest {

    private static final TenantWeights WEIGHTS = new TenantWeights(List.of("big=3"));

    @Test
    void shouldDivideTheDevicesByWeightAndLeaveThePartOfWhoIsDoneToOthers() {
        // Given
        Contender big = batch(1, "big", 300, new Spent(20, 10, 10, 0), Integer.MAX_VALUE);
        Contender small = batch(2, "small", 200, new Spent(20, 10, 10, 0), Integer.MAX_VALUE);
        // When: 600 and 400 device seconds on 4 devices
        Map<BatchId, Double> seconds = seconds(big, small);
        // Then
        assertThat(seconds).containsOnly(entry(big.batch(), 200.0), entry(small.batch(), 250.0));
    }

    @Test
    void shouldFinishTheFirstBatchOfATenantFirst() {
        // Given
        Contender first = batch(1, "a", 100, Spent.NOTHING, Integer.MAX_VALUE);
        Contender second = batch(2, "a", 100, Spent.NOTHING, Integer.MAX_VALUE);
        // When
        Map<BatchId, Double> seconds = seconds(first, second);
        // Then
        assertThat(seconds.get(first.batch())).isBetween(25.0, 28.0);
        assertThat(seconds.get(second.batch())).isCloseTo(50, within(0.001));
    }

    @Test
    void shouldCountWhatFailsAndIsTriedAgain() {
        // Given: every second attempt fails, and takes as long
        Contender failing = batch(1, "a", 100, new Spent(200, 100, 100, 100), Integer.MAX_VALUE);
        // When / Then
        assertThat(seconds(failing).get(failing.batch())).isCloseTo(50, within(0.001));
    }

    @Test
    void shouldNotGiveACappedBatchMoreThanItsCap() {
        // Given: a quarter of the window
        Contender capped = batch(1, "a", 100, Spent.NOTHING, 25);
        // When / Then
        assertThat(seconds(capped).get(capped.batch())).isCloseTo(100, within(0.001));
    }

    @Test
    void shouldSayNothingWhileNobodyDraws() {
        assertThat(Outlook.seconds(List.of(batch(1, "a", 9, Spent.NOTHING, 9)), WEIGHTS, 100, 0))
                .isEmpty();
    }

    private static Map<BatchId, Double> seconds(Contender... contenders) {
        return Outlook.seconds(List.of(contenders), WEIGHTS, 100, 4);
    }

    private static Contender batch(int number, String tenant, int fresh, Spent spent, int most) {
        return new Contender(
                new BatchId("batch_" + number),
                SimulatedBatch.MODEL,
                new TenantName(tenant),
                new Rank(0, null, Instant.EPOCH.plusSeconds(number)),
                fresh,
                0,
                0,
                spent.settled(),
                most,
                spent);
    }
}
