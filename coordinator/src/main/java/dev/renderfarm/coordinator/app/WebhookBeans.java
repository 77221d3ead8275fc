package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.config.WebhooksConfig;
import dev.renderfarm.coordinator.webhooks.AllowedTargets;
import dev.renderfarm.coordinator.webhooks.DeliveryBook;
import dev.renderfarm.coordinator.webhooks.Dispatch;
import dev.renderfarm.coordinator.webhooks.RetrySchedule;
import dev.renderfarm.coordinator.webhooks.WebhookDesk;
import dev.renderfarm.coordinator.webhooks.WebhookRegistry;
import dev.renderfarm.coordinator.webhooks.WebhookSecrets;
import dev.renderfarm.coordinator.webhooks.WebhookTopics;
import dev.renderfarm.coordinator.webhooks.post.OkHttpReceiver;
import dev.renderfarm.coordinator.webhooks.process.KafkaWebhookTopics;
import dev.renderfarm.coordinator.webhooks.process.WebhookProcess;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Who is told of what happens to batches. */
@Singleton
class WebhookBeans {

    private static final double LEAST_WAIT = 0.9;

    private final InstantSource clock = InstantSource.system();
    private final KafkaClients kafka;

    WebhookBeans(KafkaClients kafka) {
        this.kafka = kafka;
    }

    @Produces
    @Singleton
    WebhookRegistry webhooks() {
        return new WebhookRegistry();
    }

    @Produces
    @Singleton
    DeliveryBook book() {
        return new DeliveryBook();
    }

    /** At start, so that a secret that is too short ends it. */
    @Startup
    @Produces
    @Singleton
    WebhookSecrets secrets(WebhooksConfig config) {
        return new WebhookSecrets(config.secret());
    }

    /** At start, so that a range that is none ends it. */
    @Startup
    @Produces
    @Singleton
    AllowedTargets allowed(WebhooksConfig config) {
        return new AllowedTargets(config.allow().orElse(List.of()));
    }

    @Produces
    @Singleton
    KafkaWebhookTopics topics(FarmTopics names) {
        return new KafkaWebhookTopics(names, kafka::producer, clock);
    }

    void close(@Disposes KafkaWebhookTopics topics) {
        topics.close();
    }

    @Produces
    @Singleton
    WebhookDesk desk(
            WebhookRegistry webhooks,
            DeliveryBook book,
            WebhookTopics topics,
            WebhookSecrets secrets,
            AllowedTargets allowed) {
        return new WebhookDesk(webhooks, book, topics, secrets, allowed, clock, new SecureRandom());
    }

    @Produces
    @Singleton
    Dispatch dispatch(WebhookRegistry webhooks, DeliveryBook book) {
        var schedule = new RetrySchedule(Jitter.downTo(LEAST_WAIT, new SecureRandom()));
        return new Dispatch(webhooks, book, schedule, Dispatch.Limits.USUAL);
    }

    @Produces
    @Singleton
    OkHttpReceiver receiver(AllowedTargets allowed) {
        return new OkHttpReceiver(allowed, clock);
    }

    void close(@Disposes OkHttpReceiver receiver) {
        receiver.close();
    }

    @Produces
    @Singleton
    WebhookProcess process(FarmTopics names, WebhookRegistry webhooks, DeliveryBook book) {
        return new WebhookProcess(names, kafka.settings(), webhooks, book, clock);
    }

    void close(@Disposes WebhookProcess process) {
        process.close();
    }
}
