package dev.renderfarm.coordinator.webhooks;

import static dev.renderfarm.coordinator.webhooks.SampleWebhooks.NOW;
import static dev.renderfarm.coordinator.webhooks.SampleWebhooks.secrets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.WebhookRequest;
import dev.renderfarm.common.api.WebhookView;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.webhook.DeliveryState;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookDeskTest {

    private final WebhookRegistry webhooks = new WebhookRegistry();
    private final DeliveryBook book = new DeliveryBook();
    private final WebhookDesk desk = desk(secrets());

    @Test
    void shouldShowASecretOnceAndAnotherOneWhenItIsRotated() throws Exception {
        // When
        WebhookView created = desk.create(request("https://shop.example/hook"));
        WebhookView rotated = desk.rotate(created.id());
        // Then
        assertThat(created.secret()).startsWith("whsec_");
        assertThat(rotated.secret()).startsWith("whsec_").isNotEqualTo(created.secret());
        assertThat(desk.get(created.id()).secret()).isNull();
        assertThat(desk.list()).extracting(WebhookView::secret).containsOnlyNulls();
        assertThat(created.toString()).doesNotContain("whsec_");
        assertThat(created.events()).isEqualTo(WebhookEvent.usual());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "shop.example/hook",
                "http://shop.example/hook",
                "ftp://shop.example/",
                "https:///hook",
                "https://user:word@shop.example/",
                "https://shop.example/#part",
                "https://127.0.0.3/",
                "https://[::1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://169.254.169.254/latest",
                "https://localhost:8443/",
                "https://a.localhost/",
                "https://shop example/",
                "http://127.0.0.2/",
                "file:///etc/passwd"
            })
    void shouldRefuseWhereNothingCanBeSent(@Nullable String url) {
        assertThatThrownBy(() -> desk.create(request(url)))
                .isInstanceOfSatisfying(RequestRefusedException.class, e -> assertThat(e.param())
                        .isEqualTo("url"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example:99999/, from 1 to 65535",
        "https://a.example:0/, from 1 to 65535",
        "https://shop_a.example/, 'letters, digits, hyphens and dots'",
        "https://a.example:x/, a port is a number"
    })
    void shouldSayWhatIsWrongWithHostAndPort(String url, String word) {
        assertThatThrownBy(() -> desk.create(request(url)))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining(word);
    }

    @Test
    void shouldTakeWhatTheOperatorAllows() throws Exception {
        assertThat(desk.create(request("http://127.0.0.1:9/hook")).url()).isEqualTo("http://127.0.0.1:9/hook");
        assertThat(desk.create(request("http://hooks.internal/")).url()).isEqualTo("http://hooks.internal/");
    }

    @Test
    void shouldNameTheEventThatThereIsNot() {
        assertThatThrownBy(() -> desk.create(
                        new WebhookRequest("https://a.example", List.of("batch.failed", "batch.done"), null)))
                .isInstanceOfSatisfying(RequestRefusedException.class, e -> {
                    assertThat(e.param()).isEqualTo("events[1]");
                    assertThat(e).hasMessageContaining("batch.completed or batch.failed");
                });
    }

    @Test
    void shouldSayWhatTheOperatorHasToSetWhenThereIsNoSecret() {
        assertThatThrownBy(() -> desk(new WebhookSecrets(Optional.empty())).create(request("https://a.example")))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("renderfarm.webhooks.secret");
    }

    @Test
    void shouldRefuseMoreThanTheFarmKeeps() throws Exception {
        for (int i = 0; i < WebhookDesk.MOST; i++) {
            desk.create(request("https://a.example/" + i));
        }
        assertThatThrownBy(() -> desk.create(request("https://a.example")))
                .isInstanceOf(RequestRefusedException.class)
                .hasMessageContaining("delete one");
    }

    @Test
    void shouldReplayWhatWasGivenUpInTheOrderInWhichItHappened() throws Exception {
        // Given
        WebhookId id = desk.create(request("https://a.example")).id();
        settled(id, "evt_2", 2, DeliveryState.DEAD);
        settled(id, "evt_1", 1, DeliveryState.DEAD);
        settled(id, "evt_3", 3, DeliveryState.DELIVERED);
        // When
        List<WebhookDelivery> begun = desk.replay(id, null);
        // Then
        assertThat(begun).extracting(WebhookDelivery::event).containsExactly("evt_1", "evt_2");
        assertThat(begun).allSatisfy(delivery -> {
            assertThat(delivery.isPending()).isTrue();
            assertThat(delivery.attempts()).isZero();
        });
        assertThat(desk.replay(id, null)).isEmpty();
    }

    @Test
    void shouldReplayAllThatIsSettledSinceThen() throws Exception {
        WebhookId id = desk.create(request("https://a.example")).id();
        settled(id, "evt_1", 1, DeliveryState.DELIVERED);
        settled(id, "evt_2", 2, DeliveryState.DELIVERED);
        settled(id, "evt_3", 3, DeliveryState.DEAD);
        assertThat(desk.replay(id, NOW.plusSeconds(2)))
                .extracting(WebhookDelivery::event)
                .containsExactly("evt_2", "evt_3");
    }

    @Test
    void shouldTestNothingThatIsDisabledUntilItIsEnabled() throws Exception {
        // Given
        WebhookId id = desk.create(request("https://a.example")).id();
        webhooks.put(webhooks.find(id).orElseThrow().disabled(NOW));
        // Then
        assertThatThrownBy(() -> desk.test(id)).hasMessageContaining("/enable");
        desk.enable(id);
        assertThat(desk.test(id).type()).isEqualTo(WebhookEvent.TEST);
        assertThat(desk.deliveries(id, 10)).hasSize(1);
    }

    private WebhookDesk desk(WebhookSecrets secrets) {
        return new WebhookDesk(
                webhooks,
                book,
                new FakeWebhookTopics(webhooks, book),
                secrets,
                new AllowedTargets(List.of("127.0.0.1", "hooks.internal")),
                () -> NOW.plusSeconds(100),
                new Random(1));
    }

    private void settled(WebhookId webhook, String event, long sequence, DeliveryState state) {
        Instant at = NOW.plusSeconds(sequence);
        WebhookDelivery begun = WebhookDelivery.begun(
                webhook, event, WebhookEvent.COMPLETED, new BatchId("batch_" + sequence), at, sequence, 0, at);
        WebhookDelivery settled =
                state == DeliveryState.DEAD ? begun.failedForGood(at, 500, "answered 500") : begun.delivered(at, 200);
        book.apply(settled.key(), settled);
    }

    private static WebhookRequest request(@Nullable String url) {
        return new WebhookRequest(url, null, null);
    }
}
