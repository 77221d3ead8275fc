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
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.webhook.BudgetNotice;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
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
    private static final int PICTURES = 16;

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

    /** Pictures come one by one, and budgets are used up meanwhile. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldTellOfEveryPictureBeforeTheEndAndOfEveryBudgetWhenCoordinatorsComeAndGo(int seed) {
        // Given
        Random random = new Random(seed);
        List<WebhookEvent> all = WebhookEvent.offered();
        Webhook webhook = new Webhook(
                new WebhookId("wh_1"), null, "https://shop.example/hook", all, SampleWebhooks.NOW, 1, null, null);
        var farm = new SimulatedSenders(3, List.of(webhook), random);
        BatchId batch = new BatchId("batch_1");
        // When
        for (int picture = 0; picture < PICTURES; picture++) {
            boolean last = picture == PICTURES - 1;
            farm.tell(
                    TestBatches.batch(batch, last ? BatchStatus.COMPLETED : BatchStatus.IN_PROGRESS, picture + 2),
                    List.of(2 * picture, 2 * picture + 1));
            farm.warn(IntStream.of(50, 80, 100)
                    .limit(picture / 4)
                    .mapToObj(percent -> new BudgetEvent(
                            "evt_" + percent, new BudgetNotice(new TenantName("shop-a"), "completed_per_day", percent)))
                    .toList());
            IntStream.range(0, random.nextInt(20)).forEach(i -> farm.step());
            switch (random.nextInt(4)) {
                case 0 -> farm.kill();
                case 1 -> farm.start();
                default -> {}
            }
        }
        farm.settle();
        // Then
        List<Arrival> ofBatch = farm.arrivals().stream()
                .filter(arrival -> arrival.about().equals("batch_1"))
                .toList();
        assertThat(ofBatch.stream().map(Arrival::index).distinct())
                .as("in order, the end last")
                .isSorted()
                .hasSize(2 * PICTURES + 1);
        assertThat(ofBatch.stream().map(Arrival::index)).isSorted();
        assertThat(ofBatch.stream().map(Arrival::id).distinct()).hasSize(2 * PICTURES + 1);
        assertThat(farm.arrivals().stream()
                        .filter(arrival -> !arrival.about().equals("batch_1"))
                        .map(Arrival::id)
                        .distinct())
                .containsExactlyInAnyOrder("evt_50", "evt_80", "evt_100");
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
                        arrival -> arrival.webhook() + " " + arrival.about(), mapping(Arrival::sequence, toList())));
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
