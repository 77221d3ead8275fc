package dev.renderfarm.endtoend.flow;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.endtoend.flow.WebhookReceiver.Message;
import dev.renderfarm.endtoend.shop.Catalogue;
import dev.renderfarm.endtoend.shop.ShopClient;
import dev.renderfarm.standalone.farm.FarmPart;
import dev.renderfarm.standalone.farm.FarmSpec;
import dev.renderfarm.standalone.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three coordinators share the messages of webhooks, and what they share moves while messages are on their way. */
@Tag("long")
class WebhooksIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Catalogue CATALOGUE = new Catalogue(12, "64x64", 1);
    private static final int BATCHES_AT_A_TIME = 6;
    /** Of a batch: each picture, and its end. */
    private static final int MESSAGES = CATALOGUE.products() + 1;

    private static final List<FlowFarm> coordinators = new ArrayList<>();

    private static String key;

    private static FarmSpec oneOfSeveral(FarmSpec spec) {
        return spec.withProperty(FarmPart.COORDINATOR, "renderfarm.access.keys", "always")
                .withProperty(FarmPart.COORDINATOR, "renderfarm.public-url", "http://farm.example")
                .withProperty(FarmPart.COORDINATOR, "renderfarm.webhooks.allow", "127.0.0.1");
    }

    @BeforeAll
    static void startThreeCoordinators() throws Exception {
        FlowFarm first = FlowFarm.keyed(WebhooksIT::oneOfSeveral);
        coordinators.add(first);
        for (int more = 0; more < 2; more++) {
            coordinators.add(first.anotherCoordinator(WebhooksIT::oneOfSeveral));
        }
        key = first.secret("api-key");
    }

    @AfterAll
    static void close() {
        for (int last = coordinators.size() - 1; last >= 0; last--) {
            coordinators.get(last).close();
        }
    }

    private static ShopClient asked(int coordinator) {
        return new ShopClient(
                coordinators.get(coordinator % coordinators.size()).processes().url(), key);
    }

    @Test
    void shouldTellEverythingInOrderWhileWhatCoordinatorsShareMoves() throws Exception {
        // Given
        try (WebhookReceiver receiver = new WebhookReceiver(Duration.ofMillis(200))) {
            JsonNode webhook = asked(0).ask(
                            "POST",
                            "/v1/webhooks",
                            "{\"url\":\"" + receiver.address()
                                    + "\",\"events\":[\"batch.completed\",\"renderfarm.image.rendered\"]}")
                    .json();
            List<BatchId> batches = new ArrayList<>();
            // When: one after the other is killed and comes back, in the middle of what it sends
            for (int one = 0; one < coordinators.size(); one++) {
                int before = receiver.messages().size();
                for (int i = 1; i <= BATCHES_AT_A_TIME; i++) {
                    batches.add(asked(one + i).submit(CATALOGUE).id());
                }
                await().atMost(PATIENCE).until(() -> receiver.messages().size() >= before + BATCHES_AT_A_TIME);
                ChildProcess coordinator = coordinators.get(one).processes().coordinator();
                coordinator.kill();
                assertThat(told(receiver).size()).as("told by then").isLessThan(batches.size() * MESSAGES);
                coordinator.start();
            }
            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(told(receiver)).hasSize(batches.size() * MESSAGES));
            Map<String, List<Message>> byBatch = receiver.messages().stream().collect(groupingBy(Message::batch));
            assertThat(byBatch.keySet())
                    .isEqualTo(batches.stream().map(BatchId::value).collect(toSet()));
            byBatch.forEach((batch, messages) -> assertInOrder(messages));
            String secret = webhook.get("secret").asText();
            assertThat(receiver.messages()).allSatisfy(message -> assertThat(message.isSignedWith(secret))
                    .isTrue());
            asked(0).ask("DELETE", "/v1/webhooks/" + webhook.get("id").asText(), null);
        }
    }

    /** By their ids: what came again has the same. */
    private static Set<String> told(WebhookReceiver receiver) {
        return receiver.messages().stream().map(Message::id).collect(toSet());
    }

    /** What came again did so before the next, and each picture has one id. */
    private static void assertInOrder(List<Message> messages) {
        List<Message> order = new ArrayList<>();
        for (Message message : messages) {
            if (order.isEmpty() || !order.get(order.size() - 1).id().equals(message.id())) {
                order.add(message);
            }
        }
        assertThat(order)
                .as("never back to what was before")
                .extracting(Message::id)
                .doesNotHaveDuplicates();
        assertThat(new HashSet<>(order.stream().map(Message::index).toList()))
                .isEqualTo(IntStream.range(-1, CATALOGUE.products()).boxed().collect(toSet()));
        assertThat(order).hasSize(MESSAGES).last().extracting(Message::type).isEqualTo("batch.completed");
    }
}
