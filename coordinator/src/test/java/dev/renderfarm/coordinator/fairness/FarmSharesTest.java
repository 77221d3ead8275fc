package dev.renderfarm.coordinator.fairness;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.id.BatchId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hours of farms whose coordinators share them, in virtual time. */
class FarmSharesTest {

    private static final int HOUR = 3_600;
    private static final int ENDLESS = 1_000_000;
    private static final TenantWeights TWO_TO_ONE = new TenantWeights(List.of("big=2"));

    /** Whatever the weights, sizes, numbers of batches and priorities. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldShareByWeightAndLetNobodyWaitForLongWhenAllHaveWork(long seed) {
        // Given
        Random random = new Random(seed);
        Map<String, Double> weights = new HashMap<>();
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            double weight = 1 + random.nextInt(8);
            weights.put("tenant-" + i, weight);
            settings.add("tenant-" + i + "=" + weight);
        }
        int processes = 1 + (int) (seed % 2);
        int workers = 2 + random.nextInt(30);
        var farm = new SimulatedFarm(seed, new TenantWeights(settings), workers, processes, 2, 1);
        Map<String, Integer> batches = new HashMap<>();
        weights.keySet().forEach(tenant -> {
            int number = 1 + random.nextInt(5);
            batches.put(tenant, number);
            for (int i = 0; i < number; i++) {
                farm.submit(SimulatedBatch.Plan.of(tenant, ENDLESS)
                        .costing(random.nextDouble(0.5, 6))
                        .ranked(random.nextInt(200) - 100));
            }
        });
        // When
        farm.pass(HOUR / 2);
        if (processes > 1) {
            farm.restart(1);
        }
        farm.pass(1.5 * HOUR);
        // Then
        double all = weights.keySet().stream().mapToDouble(farm::deviceSeconds).sum();
        double sum = weights.values().stream().mapToDouble(weight -> weight).sum();
        weights.forEach((tenant, weight) -> assertThat(farm.deviceSeconds(tenant) / all / (weight / sum))
                .as("%s of %s on %d workers", tenant, weights, workers)
                .isCloseTo(1, within(0.05)));
        assertThat(farm.idleSeconds()).isLessThan(0.05 * workers * farm.now());
        farm.batches().forEach(batch -> {
            String tenant = batch.plan.tenant();
            double pace = workers * requireNonNull(weights.get(tenant)) / sum / 6;
            int rounds = TenantQueue.TURN + 1 + (processes > 1 ? TenantQueue.TURN : 0);
            assertThat(batch.longestWait())
                    .as("%s of %d in %s", batch.id, batches.get(tenant), tenant)
                    .isLessThan(rounds * requireNonNull(batches.get(tenant)) / pace + 60 * processes);
        });
    }

    @Test
    void shouldNotGiveATenantMoreWhenItHasMoreBatches() {
        // Given
        var farm = new SimulatedFarm(1, TenantWeights.EQUAL, 10, 2, 2, 1);
        for (int i = 0; i < 20; i++) {
            farm.submit(SimulatedBatch.Plan.of("many", ENDLESS));
        }
        farm.submit(SimulatedBatch.Plan.of("one", ENDLESS));
        // When
        farm.pass(HOUR);
        // Then
        assertThat(farm.deviceSeconds("one") / farm.deviceSeconds("many")).isCloseTo(1, within(0.05));
    }

    /** A stream of small batches, each new one before the last has ended, is one tenant all the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldNotFavourATenantWhoseBatchesAreSmallAndMany(int processes) {
        // Given
        var farm = new SimulatedFarm(1, TenantWeights.EQUAL, 10, processes, 2, 1);
        farm.submit(SimulatedBatch.Plan.of("large", ENDLESS));
        List<SimulatedBatch> small = new ArrayList<>();
        // When
        for (int second = 0; second < HOUR / 3; second++) {
            while (small.stream().filter(SimulatedBatch::hasFresh).count() < 20) {
                small.add(farm.submit(SimulatedBatch.Plan.of("small", 5)));
            }
            small.removeIf(batch -> !batch.isOpen());
            farm.pass(1);
        }
        // Then
        assertThat(farm.deviceSeconds("small") / farm.deviceSeconds("large")).isCloseTo(1, within(0.05));
    }

    @Test
    void shouldServeWhoComesLateWithinAWindow() {
        // Given
        var farm = new SimulatedFarm(1, TWO_TO_ONE, 20, 2, 2, 1);
        farm.submit(SimulatedBatch.Plan.of("big", ENDLESS));
        farm.pass(HOUR);
        double before = farm.deviceSeconds("big");
        // When
        SimulatedBatch late = farm.submit(SimulatedBatch.Plan.of("late", ENDLESS));
        farm.pass(HOUR);
        // Then
        assertThat(late.longestWait()).isLessThan(10);
        assertThat(late.deviceSeconds() / (farm.deviceSeconds("big") - before)).isCloseTo(0.5, within(0.025));
        assertThat(farm.idleSeconds()).isLessThan(0.02 * 20 * farm.now());
    }

    /** Batches of one moment are checked one after the other, and the first finds the queue empty. */
    @ParameterizedTest
    @CsvSource({"1, 4", "1, 20", "2, 4", "2, 20"})
    void shouldGiveEachItsPartSoonWhenTheFirstHasFilledAnEmptyQueue(int processes, double cost) {
        // Given
        int workers = 20;
        var farm = new SimulatedFarm(1, TenantWeights.EQUAL, workers, processes, 2, 1);
        List<String> tenants = List.of("first", "second", "third");
        // When
        for (String tenant : tenants) {
            farm.submit(SimulatedBatch.Plan.of(tenant, ENDLESS).costing(cost));
            farm.pass(1.5);
        }
        farm.pass(3 * farm.window() * cost / workers);
        double all = tenants.stream().mapToDouble(farm::deviceSeconds).sum();
        // Then
        assertThat(tenants)
                .allSatisfy(tenant ->
                        assertThat(farm.deviceSeconds(tenant) / all).as(tenant).isCloseTo(1.0 / 3, within(0.05 / 3)));
    }

    @Test
    void shouldGiveTheRestToOthersWhenABatchIsCapped() {
        // Given
        var farm = new SimulatedFarm(1, new TenantWeights(List.of("capped=9")), 20, 2, 1, 1);
        SimulatedBatch capped =
                farm.submit(SimulatedBatch.Plan.of("capped", ENDLESS).capped(3));
        SimulatedBatch other = farm.submit(SimulatedBatch.Plan.of("other", ENDLESS));
        // When
        farm.pass(HOUR);
        // Then: whatever it has in flight was checked with each picture
        assertThat(capped.deviceSeconds()).isPositive();
        assertThat(other.deviceSeconds()).isGreaterThan(0.8 * 20 * HOUR);
    }

    @Test
    void shouldNotStarveOthersWhenEverythingOfABatchFails() {
        // Given
        var farm = new SimulatedFarm(1, TenantWeights.EQUAL, 10, 2, 2, 1);
        farm.submit(SimulatedBatch.Plan.of("sick", ENDLESS).failing(1));
        SimulatedBatch well = farm.submit(SimulatedBatch.Plan.of("well", ENDLESS));
        // When
        farm.pass(HOUR);
        // Then
        assertThat(well.deviceSeconds()).isGreaterThan(0.45 * 10 * HOUR);
        assertThat(farm.idleSeconds()).isLessThan(0.05 * 10 * HOUR);
    }

    /** Its coordinator has died, say, and the status topic goes on telling of it. */
    @Test
    void shouldNotKeepPlacesForABatchThatTakesNone() {
        // Given
        FarmShares shares = new FarmShares(TenantWeights.EQUAL);
        SimulatedBatch dead = new SimulatedBatch(1, SimulatedBatch.Plan.of("dead", ENDLESS));
        SimulatedBatch live = new SimulatedBatch(2, SimulatedBatch.Plan.of("live", ENDLESS));
        shares.hear(List.of(dead.contender()));
        shares.tell(live.contender());
        // When
        Map<BatchId, Integer> first = shares.places(SimulatedBatch.MODEL, 10, SimulatedBatch.instant(0));
        Map<BatchId, Integer> later = shares.places(SimulatedBatch.MODEL, 10, SimulatedBatch.instant(3));
        Map<BatchId, Integer> offeredAgain = shares.places(SimulatedBatch.MODEL, 10, SimulatedBatch.instant(31));
        // Then
        assertThat(first).containsEntry(live.id, 5);
        assertThat(later).containsEntry(live.id, 10);
        assertThat(offeredAgain).containsEntry(live.id, 5);
    }
}
