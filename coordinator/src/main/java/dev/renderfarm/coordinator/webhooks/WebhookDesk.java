package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.api.WebhookRequest;
import dev.renderfarm.common.api.WebhookView;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.webhook.DeliveryState;
import dev.renderfarm.common.webhook.Webhook;
import dev.renderfarm.common.webhook.WebhookDelivery;
import dev.renderfarm.common.webhook.WebhookEvent;
import dev.renderfarm.common.webhook.WebhookId;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people do with webhooks. Methods that change something return when the broker has it, and throw
 * {@link dev.renderfarm.coordinator.batch.BrokerUnavailableException} where it does not answer. Safe for several threads.
 */
public final class WebhookDesk {

    /** Of one farm. */
    static final int MOST = 100;

    /** Deliveries that one replay begins anew. */
    public static final int MOST_REPLAYED = 1_000;

    private static final int ID_BYTES = 12;

    private final WebhookRegistry webhooks;
    private final DeliveryBook book;
    private final WebhookTopics topics;
    private final WebhookSecrets secrets;
    private final AllowedTargets allowed;
    private final InstantSource clock;
    private final RandomGenerator random;

    public WebhookDesk(
            WebhookRegistry webhooks,
            DeliveryBook book,
            WebhookTopics topics,
            WebhookSecrets secrets,
            AllowedTargets allowed,
            InstantSource clock,
            RandomGenerator random) {
        this.webhooks = webhooks;
        this.book = book;
        this.topics = topics;
        this.secrets = secrets;
        this.allowed = allowed;
        this.clock = clock;
        this.random = random;
    }

    /** Oldest first. */
    public List<WebhookView> list() {
        return webhooks.all().stream()
                .map(webhook -> WebhookView.of(webhook, null))
                .toList();
    }

    public WebhookView get(WebhookId id) {
        return WebhookView.of(known(id), null);
    }

    /** @return the webhook with its secret, which is not shown again */
    public WebhookView create(WebhookRequest request) throws InterruptedException {
        requireSecret();
        if (webhooks.all().size() >= MOST) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT, null, "there are " + MOST + " webhooks: delete one that nobody needs");
        }
        String url = WebhookUrl.checked(request.url(), allowed);
        var webhook = new Webhook(
                WebhookId.random(random),
                tenant(request.tenant()),
                url,
                events(request.events()),
                now(),
                1,
                null,
                null);
        put(webhook);
        return WebhookView.of(webhook, secrets.of(webhook.id(), webhook.generation()));
    }

    public void delete(WebhookId id) throws InterruptedException {
        known(id);
        topics.remove(id);
        webhooks.remove(id);
    }

    /** @return the webhook with its new secret; the one before it signs too for a day */
    public WebhookView rotate(WebhookId id) throws InterruptedException {
        Webhook webhook = known(id);
        requireEnabled(webhook);
        Webhook rotated = webhook.rotated(now());
        put(rotated);
        return WebhookView.of(rotated, secrets.of(id, rotated.generation()));
    }

    /** Has one that was disabled told again; repeating it changes nothing. */
    public WebhookView enable(WebhookId id) throws InterruptedException {
        Webhook webhook = known(id);
        if (webhook.isDisabled()) {
            webhook = webhook.enabled();
            put(webhook);
        }
        return WebhookView.of(webhook, null);
    }

    /** Sends a message that is of no batch, once. */
    public WebhookDelivery test(WebhookId id) throws InterruptedException {
        requireEnabled(known(id));
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        Instant now = now();
        WebhookDelivery test = WebhookDelivery.begun(
                id, "evt_" + HexFormat.of().formatHex(bytes), WebhookEvent.TEST, null, now, 0, 0, now);
        topics.put(test);
        return test;
    }

    /** Newest first. */
    public List<WebhookDelivery> deliveries(WebhookId id, int most) {
        known(id);
        return book.of(id, most);
    }

    /**
     * Begins deliveries anew, those that happened first, {@value #MOST_REPLAYED} at most.
     *
     * @param since all that are settled and happened since then; null is those that were given up
     */
    public List<WebhookDelivery> replay(WebhookId id, @Nullable Instant since) throws InterruptedException {
        requireEnabled(known(id));
        Predicate<WebhookDelivery> wanted = since == null
                ? delivery -> delivery.state() == DeliveryState.DEAD
                : delivery -> !delivery.createdAt().isBefore(since);
        List<WebhookDelivery> begun = new ArrayList<>();
        for (WebhookDelivery settled : book.settled(
                wanted.and(delivery -> delivery.webhook().equals(id) && delivery.type() != WebhookEvent.TEST))) {
            if (begun.size() == MOST_REPLAYED) {
                break;
            }
            WebhookDelivery again = settled.replayed(now());
            topics.put(again);
            begun.add(again);
        }
        return begun;
    }

    private void put(Webhook webhook) throws InterruptedException {
        topics.put(webhook);
        webhooks.put(webhook);
    }

    private Webhook known(WebhookId id) {
        return webhooks.find(id)
                .orElseThrow(() -> RequestRefusedException.notFound(
                        "there is no webhook " + id + ": GET /v1/webhooks lists those that there are"));
    }

    private void requireSecret() {
        if (!secrets.areKnown()) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT,
                    null,
                    "this farm has no webhooks: the operator has to set renderfarm.webhooks.secret");
        }
    }

    private void requireEnabled(Webhook webhook) {
        requireSecret();
        if (webhook.isDisabled()) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT,
                    null,
                    "webhook " + webhook.id() + " is disabled, since its receiver answered 410: POST /v1/webhooks/"
                            + webhook.id() + "/enable first");
        }
    }

    private static @Nullable TenantName tenant(@Nullable String text) {
        try {
            return text == null ? null : new TenantName(text);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid("tenant", "tenant must match " + TenantName.SYNTAX);
        }
    }

    private static List<WebhookEvent> events(@Nullable List<@Nullable String> names) {
        if (names == null) {
            return WebhookEvent.usual();
        }
        if (names.isEmpty()) {
            throw RequestRefusedException.invalid(
                    "events", "events is empty: name some, or leave it out for the usual ones");
        }
        List<WebhookEvent> events = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String param = "events[" + i + "]";
            String name = names.get(i);
            WebhookEvent event = WebhookEvent.offered(name == null ? "" : name)
                    .orElseThrow(() -> RequestRefusedException.invalid(param, param + " must be " + known()));
            if (!events.contains(event)) {
                events.add(event);
            }
        }
        return events;
    }

    private static String known() {
        return WebhookEvent.offered().stream().map(WebhookEvent::wireName).collect(Collectors.joining(" or "));
    }

    /** As records keep it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
