package dev.renderfarm.coordinator.webhooks;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.TestBatches;
import dev.renderfarm.coordinator.webhooks.SimulatedSenders.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to coordinators, each event arrives, in order for each batch, and keeps its id. Seeds are in the names. */
class DispatchDeathsTest {

    private static final int BATCHES = 12;
    private static final int EVENTS_OF_A_BATCH = 3;

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldTellEverythingInOrderWhenCoordinatorsComeAndGo(int seed) {
        // Given
        Random random = new Random(seed);
        var farm = new SimulatedSenders(
                3, List.of(SampleWebhooks.webhook("wh_1"), SampleWebhooks.webhook("wh_2")), random);
        // When
        for (int batch = 0; batch < BATCHES; batch++) {
            for (Batch status : statuses("batch_" + batch)) {
                farm.tell(status);
                IntStream.range(0, random.nextInt(20)).forEach(i -> farm.step());
            }
            switch (random.nextInt(4)) {
                case 0 -> farm.kill();
                case 1 -> farm.start();
                case 2 -> farm.receiverAway(Duration.ofMinutes(random.nextInt(60)));
                default -> {}
            }
        }
        farm.settle();
        // Then
        assertAllInOrder(farm.arrivals(), 2);
    }

    @Test
    void shouldTellEverythingWhenTheReceiverWasAwayForADay() {
        // Given
        var farm = new SimulatedSenders(4, List.of(SampleWebhooks.webhook("wh_1")), new Random(1));
        farm.receiverAway(Duration.ofDays(1));
        // When
        for (int batch = 0; batch < BATCHES; batch++) {
            statuses("batch_" + batch).forEach(farm::tell);
        }
        farm.settle();
        // Then
        assertAllInOrder(farm.arrivals(), 1);
    }

    /** Its previews are there, it goes on and is paused, and ends; each is told twice. */
    private static List<Batch> statuses(String id) {
        BatchId batch = new BatchId(id);
        return List.of(
                TestBatches.waitingFor(TestBatches.batch(batch, BatchStatus.IN_PROGRESS, 2), WaitingCode.PREVIEW),
                TestBatches.waitingFor(TestBatches.batch(batch, BatchStatus.IN_PROGRESS, 3), WaitingCode.PREVIEW),
                TestBatches.paused(batch, 5),
                TestBatches.paused(batch, 6),
                TestBatches.batch(batch, BatchStatus.COMPLETED, 8),
                TestBatches.batch(batch, BatchStatus.COMPLETED, 9));
    }

    private static void assertAllInOrder(List<Arrival> arrivals, int webhooks) {
        Map<String, List<Long>> orders = arrivals.stream()
                .collect(groupingBy(
                        arrival -> arrival.webhook() + " " + arrival.batch(), mapping(Arrival::sequence, toList())));
        assertThat(orders).hasSize(BATCHES * webhooks);
        assertThat(orders.values()).allSatisfy(order -> {
            assertThat(order).as("never back to what was before").isSorted();
            assertThat(Set.copyOf(order)).hasSize(EVENTS_OF_A_BATCH);
        });
        assertThat(arrivals.stream().map(Arrival::id).collect(toSet()))
                .as("an id for each event, whichever webhook and attempt")
                .hasSize(BATCHES * EVENTS_OF_A_BATCH);
    }
}
