package dev.renderfarm.endtoend.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.RequestCounts;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.endtoend.flow.WebhookReceiver.Message;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.FinishedBatch;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each part of the farm goes away in the middle of a batch of 60; no picture is lost and none is doubled. */
class OutageIT {

    private static final Catalogue CATALOGUE = new Catalogue(60, "256x256", 12);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Catalogue SMALL = new Catalogue(20, "64x64", 4);
    private static final int TOLD = 5;

    @AutoClose
    private static FlowFarm farm;

    @BeforeAll
    static void startFarm() throws Exception {
        farm = FlowFarm.start(
                TestModel.TINY,
                2,
                spec -> spec.withProperty(FarmPart.COORDINATOR, "renderfarm.webhooks.allow", "127.0.0.1"));
    }

    /** A farm lives through one outage after the other. */
    @BeforeEach
    void bringBackWhatWasKilled() throws Exception {
        for (ChildProcess worker : farm.processes().workers()) {
            worker.start();
        }
    }

    @Test
    void shouldCompleteWhenAWorkerIsKilled() throws Exception {
        Batch batch = submitAndAwaitTheMiddle();

        farm.processes().worker(1).kill();

        assertCompleted(batch);
    }

    @Test
    void shouldCompleteWhenTheCoordinatorIsKilledAndComesBack() throws Exception {
        Batch batch = submitAndAwaitTheMiddle();

        farm.processes().coordinator().kill();
        farm.processes().coordinator().start();

        assertCompleted(batch);
    }

    @Test
    @Tag("long")
    void shouldTellAReceiverEverythingInOrderWhenTheCoordinatorIsKilledMeanwhile() throws Exception {
        // Given: messages are answered slowly, so that some are on their way at any time
        try (WebhookReceiver receiver = new WebhookReceiver(Duration.ofMillis(400))) {
            JsonNode webhook = farm.client()
                    .ask("POST", "/v1/webhooks", "{\"url\":\"" + receiver.address() + "\"}")
                    .json();
            List<BatchId> batches = new ArrayList<>();
            for (int i = 0; i < TOLD; i++) {
                batches.add(pausedBatch());
            }
            // When
            await().atMost(PATIENCE).until(() -> receiver.messages().size() >= 2);
            farm.processes().coordinator().kill();
            farm.processes().coordinator().start();
            batches.forEach(batch -> farm.client().resume(batch));
            // Then
            for (BatchId batch : batches) {
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(types(receiver, batch))
                        .containsExactly("renderfarm.batch.paused", "batch.completed"));
            }
            String secret = webhook.get("secret").asText();
            assertThat(receiver.messages()).allSatisfy(message -> assertThat(message.isSignedWith(secret))
                    .isTrue());
            assertThat(receiver.messages().stream().map(Message::id).distinct())
                    .as("each event has one id, however often it came")
                    .hasSize(2 * TOLD);
            farm.client().ask("DELETE", "/v1/webhooks/" + webhook.get("id").asText(), null);
        }
    }

    @Test
    @Tag("long")
    void shouldTellOfEveryPictureBeforeTheEndWhenTheCoordinatorIsKilledMeanwhile() throws Exception {
        // Given
        try (WebhookReceiver receiver = new WebhookReceiver(Duration.ofMillis(50))) {
            JsonNode webhook = farm.client()
                    .ask(
                            "POST",
                            "/v1/webhooks",
                            "{\"url\":\"" + receiver.address()
                                    + "\",\"events\":[\"batch.completed\",\"renderfarm.image.rendered\"]}")
                    .json();
            BatchId batch = farm.client().submit(SMALL).id();
            // When
            await().atMost(PATIENCE).until(() -> receiver.messages().size() >= 3);
            farm.processes().coordinator().kill();
            farm.processes().coordinator().start();
            farm.client().awaitEnd(batch, PATIENCE);
            // Then
            await().atMost(PATIENCE).until(() -> types(receiver, batch).contains("batch.completed"));
            List<Message> messages = receiver.messages().stream()
                    .filter(message -> message.batch().equals(batch.value()))
                    .toList();
            assertThat(messages.stream().map(Message::index).distinct())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(-1, SMALL.products()).boxed().toList());
            assertThat(messages.stream().map(Message::id).distinct()).hasSize(SMALL.products() + 1);
            assertThat(messages).last().extracting(Message::index).isEqualTo(-1);
            farm.client().ask("DELETE", "/v1/webhooks/" + webhook.get("id").asText(), null);
        }
    }

    /** It has so much to do that it is paused before its end. */
    private BatchId pausedBatch() {
        BatchId batch = farm.client().submit(SMALL).id();
        farm.client().pause(batch);
        return batch;
    }

    /** What came of a batch, in its order; what came again at once counts as one. */
    private static List<String> types(WebhookReceiver receiver, BatchId batch) {
        List<String> types = new ArrayList<>();
        for (Message message : receiver.messages()) {
            boolean again = !types.isEmpty() && types.get(types.size() - 1).equals(message.type());
            if (message.batch().equals(batch.value()) && !again) {
                types.add(message.type());
            }
        }
        return types;
    }

    @Test
    @Tag("long")
    void shouldCompleteWhenTheBrokerRestarts() throws Exception {
        Batch batch = submitAndAwaitTheMiddle();

        farm.processes().services().broker().restart();

        assertCompleted(batch);
    }

    @Test
    @Tag("long")
    void shouldCompleteWhenTheBucketIsAwayForTwentySeconds() throws Exception {
        Batch batch = submitAndAwaitTheMiddle();

        farm.processes().services().s3().stop();
        letPass(Duration.ofSeconds(20));
        farm.processes().services().s3().start();

        assertCompleted(batch);
    }

    @Test
    @Tag("long")
    void shouldStayPausedWhenTheCoordinatorIsKilledAndCompleteWhenResumed() throws Exception {
        Batch batch = submitAndAwaitTheMiddle();

        farm.client().pause(batch.id());
        Batch still = farm.client()
                .awaitBatch(batch.id(), PATIENCE, now -> now.renderfarm().inFlight() == 0);
        farm.processes().coordinator().kill();
        farm.processes().coordinator().start();
        Batch after = farm.client()
                .awaitBatch(batch.id(), PATIENCE, now -> now.renderfarm().isPaused());

        assertThat(still.renderfarm().isPaused()).isTrue();
        assertThat(still.renderfarm().waiting()).as("pictures left").isPositive();
        assertThat(after.requestCounts()).isEqualTo(still.requestCounts());
        farm.client().resume(batch.id());
        assertCompleted(batch);
    }

    @Test
    void shouldCancelInTheMiddleAndLeaveTheWorkersIdle() {
        Batch batch = submitAndAwaitTheMiddle();

        farm.client().cancel(batch.id());
        Batch ended = farm.client().awaitEnd(batch.id(), Duration.ofSeconds(30));

        assertThat(ended.status()).isEqualTo(BatchStatus.CANCELLED);
        assertThat(ended.renderfarm().waiting()).isZero();
        assertThat(ended.renderfarm().inFlight()).isZero();
        assertThat(ended.renderfarm().cancelled()).isPositive();
        assertThat(ended.requestCounts().failed()).isZero();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(
                        farm.client().workers())
                .hasSize(2)
                .allSatisfy(worker -> assertThat(worker.heartbeat().tasksHeld()).isEmpty()));
        FinishedBatch left = new FinishedBatch(ended, farm.client(), farm.bucket());
        assertThat(left.rowsByStatus().get("completed"))
                .isEqualTo(ended.requestCounts().completed());
        assertThat(left.rowsByStatus().get("cancelled"))
                .isEqualTo(ended.renderfarm().cancelled());
    }

    private Batch submitAndAwaitTheMiddle() {
        Batch batch = farm.client().submit(CATALOGUE);
        Batch middle = farm.client()
                .awaitBatch(batch.id(), PATIENCE, now -> now.requestCounts().completed() >= 8);
        assertThat(middle.renderfarm().waiting() + middle.renderfarm().inFlight())
                .as("tasks left when something fails")
                .isPositive();
        return middle;
    }

    private void assertCompleted(Batch batch) throws Exception {
        Batch ended = farm.client().awaitEnd(batch.id(), PATIENCE);
        assertThat(ended.status()).isEqualTo(BatchStatus.COMPLETED);
        assertThat(ended.requestCounts()).isEqualTo(new RequestCounts(CATALOGUE.products(), CATALOGUE.products(), 0));
        new FinishedBatch(ended, farm.client(), farm.bucket())
                .assertEveryPictureThereOnce(CATALOGUE.skus())
                .assertPicturesDiffer()
                .assertUsageAddsUp();
    }

    /** An outage has a length: here time itself is what is tested. */
    private static void letPass(Duration outage) {
        long end = System.nanoTime() + outage.toNanos();
        await().atMost(outage.plusSeconds(5)).until(() -> System.nanoTime() >= end);
    }
}
