package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.api.FakeFarm;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class WebhooksCommandTest {

    private static final String WEBHOOK = """
            {"id":"wh_1","object":"webhook","url":"https://shop.example/hook","events":["batch.completed"],
             "created_at":1767355200%s}
            """;
    private static final String DELIVERY = """
            {"id":"evt_1","object":"webhook.delivery","type":"renderfarm.webhook.test","created_at":1767355200,
             "state":"%s","attempts":%d,"http_status":%d%s}
            """;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldListWebhooksInColumns() {
        farm.on("GET /v1/webhooks", 200, list(WEBHOOK.formatted("")));
        assertThat(console.run("webhooks", "list")).as(console.toString()).isZero();
        assertThat(console.out()).hasToString("""
                WEBHOOK  STATE    TENANT  EVENTS           URL
                wh_1     enabled          batch.completed  https://shop.example/hook
                """);
    }

    @Test
    void shouldShowTheSecretOfAWebhookThatIsAdded() {
        farm.on("POST /v1/webhooks", 200, bytes(WEBHOOK.formatted(",\"secret\":\"whsec_AAEC\"")));
        assertThat(console.run("webhooks", "add", "https://shop.example/hook", "--events", "batch.completed"))
                .as(console.toString())
                .isZero();
        assertThat(console.out()).hasToString("wh_1 has the secret whsec_AAEC\nIt is not shown again.\n");
    }

    @Test
    void shouldWaitForWhatComesOfATest() {
        farm.on("POST /v1/webhooks/wh_1/test", 200, bytes(DELIVERY.formatted("pending", 0, 0, "")));
        farm.on("GET /v1/webhooks/wh_1/deliveries?limit=100", 200, list(DELIVERY.formatted("delivered", 0, 204, "")));
        assertThat(console.run("webhooks", "test", "wh_1"))
                .as(console.toString())
                .isZero();
        assertThat(console.out().toString()).contains("delivered").contains("204");
    }

    @Test
    void shouldFailWhenATestIsNotTaken() {
        farm.on("POST /v1/webhooks/wh_1/test", 200, bytes(DELIVERY.formatted("pending", 0, 0, "")));
        farm.on(
                "GET /v1/webhooks/wh_1/deliveries?limit=100",
                200,
                list(DELIVERY.formatted("dead", 1, 500, ",\"problem\":\"answered 500\"")));
        assertThat(console.run("webhooks", "test", "wh_1")).isEqualTo(7);
        assertThat(console.out().toString()).contains("answered 500");
    }

    @Test
    void shouldSayHowMuchIsSentAgain() {
        farm.on(
                "POST /v1/webhooks/wh_1/replay?since=2026-01-02T17%3A00%3A00Z",
                200, list(DELIVERY.formatted("pending", 0, 0, "")));
        assertThat(console.run("webhooks", "replay", "wh_1", "--since", "2026-01-02T17:00:00Z"))
                .as(console.toString())
                .isZero();
        assertThat(console.out()).hasToString("1 message is sent again\n");
    }

    @Test
    void shouldRefuseWhatIsNoWebhook() {
        assertThat(console.run("webhooks", "delete", "../batches")).isEqualTo(2);
        assertThat(console.err().toString()).contains("not a webhook's id");
    }

    private static byte[] list(String entry) {
        return bytes("{\"object\":\"list\",\"data\":[" + entry + "],\"has_more\":false}");
    }

    private static byte[] bytes(String json) {
        return json.getBytes(UTF_8);
    }
}
