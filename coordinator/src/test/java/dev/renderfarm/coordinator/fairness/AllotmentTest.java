package dev.renderfarm.coordinator.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class AllotmentTest {

    private static final TenantName A = new TenantName("a");
    private static final TenantName B = new TenantName("b");
    private static final Instant START = Instant.EPOCH;

    /** Of any contenders: no more than is free, nobody beyond what it has and may, nothing left while anybody wants it. */
    @RepeatedTest(300)
    void shouldGiveAllThatIsFreeAndNobodyMoreThanItMayHave(RepetitionInfo repetition) {
        // Given
        Random random = new Random(repetition.getCurrentRepetition());
        int window = random.nextInt(200);
        List<Contender> contenders = new ArrayList<>();
        for (int i = 0; i < random.nextInt(12); i++) {
            contenders.add(any(i, random));
        }
        Map<TenantName, Double> times = new HashMap<>();
        contenders.forEach(contender -> times.put(contender.tenant(), random.nextDouble(100)));
        Map<TenantName, Integer> allowed = random.nextBoolean() ? Map.of() : Map.of(A, random.nextInt(40));
        // When
        Map<BatchId, Integer> places = Allotment.of(
                window,
                contenders,
                times,
                Map.of(id(0), random.nextLong(100)),
                new TenantWeights(List.of("a=" + (1 + random.nextInt(9)))),
                allowed);
        // Then
        int free = Math.max(
                0, window - contenders.stream().mapToInt(Contender::inFlight).sum());
        int wanted = Allotment.byTenant(contenders).entrySet().stream()
                .mapToInt(own ->
                        Math.min(wanted(own.getValue(), window), allowed.getOrDefault(own.getKey(), Integer.MAX_VALUE)))
                .sum();
        assertThat(places.values().stream().mapToInt(place -> place).sum()).isEqualTo(Math.min(free, wanted));
        contenders.forEach(contender -> {
            int given = places.getOrDefault(contender.batch(), 0);
            assertThat(given).isLessThanOrEqualTo(contender.fresh());
            if (given > 0) {
                assertThat(contender.inFlight() + given).isLessThanOrEqualTo(contender.mostInFlight());
                assertThat(contender.inFlight() + contender.retrying() + given).isLessThanOrEqualTo(window);
            }
        });
    }

    private static int wanted(List<Contender> own, int window) {
        int out = own.stream()
                .mapToInt(contender -> contender.inFlight() + contender.retrying())
                .sum();
        int room = own.stream().mapToInt(contender -> contender.room(window)).sum();
        return Math.min(room, Math.max(0, TenantQueue.WINDOWS * window - out));
    }

    @Test
    void shouldDivideByWeightWhenNobodyIsBehind() {
        assertThat(places(80, Map.of(), "a=3", fresh(1, A, 0, null), fresh(2, B, 0, null)))
                .containsOnly(Map.entry(id(1), 60), Map.entry(id(2), 20));
    }

    @Test
    void shouldServeWhoIsBehindFirst() {
        assertThat(places(10, Map.of(A, 10.0, B, 4.0), "a=1", fresh(1, A, 0, null), fresh(2, B, 0, null)))
                .containsOnly(Map.entry(id(1), 2), Map.entry(id(2), 8));
    }

    @Test
    void shouldGoByPriorityThenDeadlineThenAgeInsideATenant() {
        // Given
        Contender young = fresh(1, A, 0, null);
        Contender urgent = fresh(2, A, 0, START.plusSeconds(100));
        Contender important = fresh(3, A, 1, null);
        // When / Then
        assertThat(places(7, Map.of(), "a=1", young, urgent, important)).containsOnlyKeys(id(3));
        assertThat(places(7, Map.of(), "a=1", young, urgent)).containsOnlyKeys(id(2));
        assertThat(places(7, Map.of(), "a=1", fresh(9, A, 0, null), young)).containsOnlyKeys(id(1));
    }

    @Test
    void shouldGiveAPlaceToWhoHasMissedEightTimesAsManyAsThereAreBatches() {
        assertThat(places(54, Map.of(), "a=1", fresh(1, A, 9, null), fresh(2, A, 5, null), fresh(3, A, 0, null)))
                .containsOnly(Map.entry(id(1), 50), Map.entry(id(2), 2), Map.entry(id(3), 2));
    }

    @Test
    void shouldGoOnCountingWhatABatchHasMissed() {
        // Given
        List<Contender> contenders = List.of(fresh(1, A, 9, null), fresh(2, A, 0, null));
        // When
        Map<BatchId, Integer> early =
                Allotment.of(1, contenders, Map.of(), Map.of(id(2), 15L), TenantWeights.EQUAL, Map.of());
        Map<BatchId, Integer> due =
                Allotment.of(1, contenders, Map.of(), Map.of(id(2), 16L), TenantWeights.EQUAL, Map.of());
        // Then
        assertThat(early).containsOnlyKeys(id(1));
        assertThat(due).containsOnlyKeys(id(2));
    }

    @Test
    void shouldCountWhatAPictureTakesOfADevice() {
        // Given
        Contender dear = spent(1, A, new Spent(400, 100, 100, 0));
        Contender cheap = spent(2, B, new Spent(100, 100, 100, 0));
        // When / Then
        assertThat(places(100, Map.of(), "a=1", dear, cheap)).containsOnly(Map.entry(id(1), 20), Map.entry(id(2), 80));
    }

    @Test
    void shouldLetABatchTryAgainForAsLongAsItsTenantHasRoomAndItsOwnPartInAnyCase() {
        // Given: four of A and one of B want a window of 80, so that 40 are A's and 10 each of its batches'
        FarmShares shares = new FarmShares(TenantWeights.EQUAL);
        for (int number = 1; number <= 4; number++) {
            shares.tell(retrying(number, A, number == 1 ? 0 : 12));
        }
        shares.tell(fresh(5, B, 0, null));
        shares.places(SimulatedBatch.MODEL, 80, START);
        // Then
        assertThat(shares.mayRetry(id(1), 3, 80)).as("39 of 40").isTrue();
        assertThat(shares.mayRetry(id(1), 9, 80)).as("its own part").isTrue();
        assertThat(shares.mayRetry(id(1), 10, 80)).isFalse();
        assertThat(shares.mayRetry(id(2), 12, 80)).as("36 of 40").isTrue();
        // When: another one of the tenant gives out what is left
        for (int more = 0; more < 4; more++) {
            shares.retried(id(3));
        }
        // Then
        assertThat(shares.mayRetry(id(2), 12, 80)).isFalse();
    }

    private static Contender retrying(int number, TenantName tenant, int inFlight) {
        return new Contender(
                id(number),
                SimulatedBatch.MODEL,
                tenant,
                new Rank(0, null, START),
                500,
                100,
                inFlight,
                200,
                Integer.MAX_VALUE,
                Spent.NOTHING);
    }

    private static Map<BatchId, Integer> places(
            int window, Map<TenantName, Double> times, String weights, Contender... contenders) {
        return Allotment.of(
                window, List.of(contenders), times, Map.of(), new TenantWeights(List.of(weights)), Map.of());
    }

    private static BatchId id(int number) {
        return new BatchId("batch_" + number);
    }

    /** The higher its number the younger. */
    private static Contender fresh(int number, TenantName tenant, int priority, @Nullable Instant deadline) {
        var rank = new Rank(priority, deadline, START.plusSeconds(number));
        return new Contender(
                id(number), SimulatedBatch.MODEL, tenant, rank, 500, 0, 0, 0, Integer.MAX_VALUE, Spent.NOTHING);
    }

    private static Contender spent(int number, TenantName tenant, Spent spent) {
        return new Contender(
                id(number),
                SimulatedBatch.MODEL,
                tenant,
                new Rank(0, null, START),
                500,
                0,
                0,
                spent.settled(),
                Integer.MAX_VALUE,
                spent);
    }

    private static Contender any(int number, Random random) {
        return new Contender(
                id(number),
                SimulatedBatch.MODEL,
                random.nextBoolean() ? A : B,
                new Rank(random.nextInt(3), null, START.plusSeconds(random.nextInt(9))),
                random.nextInt(60),
                random.nextInt(20),
                random.nextInt(30),
                random.nextInt(100),
                1 + random.nextInt(40),
                new Spent(random.nextDouble(100), random.nextInt(50), random.nextInt(60), random.nextInt(5)));
    }
}
