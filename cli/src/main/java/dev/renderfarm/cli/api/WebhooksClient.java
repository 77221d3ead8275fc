package dev.renderfarm.cli.api;

import dev.renderfarm.common.api.DeletedWebhook;
import dev.renderfarm.common.api.DeliveryView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.WebhookRequest;
import dev.renderfarm.common.api.WebhookView;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.common.wire.Json;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the farm's API has for webhooks; as {@link FarmClient}. Thread-safe. */
public final class WebhooksClient {

    private static final String ROOT = "/v1/webhooks";

    private final FarmHttp http;

    WebhooksClient(FarmHttp http) {
        this.http = http;
    }

    public ListView<WebhookView> all() throws InterruptedException {
        return http.get(ROOT, body -> ListView.read(body, WebhookView.class));
    }

    /** @return the webhook with its secret */
    public WebhookView add(WebhookRequest wanted) throws InterruptedException {
        HttpRequest request = http.request(ROOT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(wanted)))
                .build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, WebhookView.class));
    }

    public DeletedWebhook delete(WebhookId id) throws InterruptedException {
        HttpRequest request = http.request(ROOT + "/" + id).DELETE().build();
        return http.read(request, http.limits().answer(), body -> Json.read(body, DeletedWebhook.class));
    }

    /** @return the webhook with its new secret */
    public WebhookView rotate(WebhookId id) throws InterruptedException {
        return post(id, "rotate", body -> Json.read(body, WebhookView.class));
    }

    public WebhookView enable(WebhookId id) throws InterruptedException {
        return post(id, "enable", body -> Json.read(body, WebhookView.class));
    }

    /** @return what is on its way */
    public DeliveryView test(WebhookId id) throws InterruptedException {
        return post(id, "test", body -> Json.read(body, DeliveryView.class));
    }

    /** Newest first. */
    public ListView<DeliveryView> deliveries(WebhookId id, int limit) throws InterruptedException {
        return http.get(
                ROOT + "/" + id + "/deliveries?limit=" + limit, body -> ListView.read(body, DeliveryView.class));
    }

    /** @param since a moment; null for what was given up */
    public ListView<DeliveryView> replay(WebhookId id, @Nullable String since) throws InterruptedException {
        String query = since == null ? "" : "?since=" + URLEncoder.encode(since, StandardCharsets.UTF_8);
        return post(id, "replay" + query, body -> ListView.read(body, DeliveryView.class));
    }

    private <T> T post(WebhookId id, String what, Function<String, T> reader) throws InterruptedException {
        HttpRequest request = http.request(ROOT + "/" + id + "/" + what)
                .POST(BodyPublishers.noBody())
                .build();
        return http.read(request, http.limits().answer(), reader);
    }
}
