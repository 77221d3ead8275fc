package dev.renderfarm.coordinator.api;

import dev.renderfarm.coordinator.audit.FakeAuditTrail;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.FakeBatchHistories;
import dev.renderfarm.coordinator.batch.FakeCommandPublisher;
import dev.renderfarm.coordinator.batch.FakeTaskDirectory;
import dev.renderfarm.coordinator.keys.FakeKeyPublisher;
import dev.renderfarm.coordinator.webhooks.DeliveryBook;
import dev.renderfarm.coordinator.webhooks.FakeWebhookTopics;
import dev.renderfarm.coordinator.webhooks.WebhookRegistry;
import dev.renderfarm.coordinator.workers.FakeDrainRequestPublisher;
import dev.renderfarm.coordinator.workers.FakeHeartbeatRemoval;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts fakes where the broker, the ledger and the bucket would be. */
@Alternative
@Priority(1)
@Singleton
class FakeBeans {

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    InMemoryObjectStore objects() {
        return new InMemoryObjectStore();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    FakeBatchDirectory batches() {
        return new FakeBatchDirectory();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    FakeTaskDirectory tasks() {
        return new FakeTaskDirectory();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    FakeBatchHistories histories() {
        return new FakeBatchHistories();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    FakeCommandPublisher commands() {
        return new FakeCommandPublisher();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    FakeDrainRequestPublisher drainRequests() {
        return new FakeDrainRequestPublisher();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    FakeWebhookTopics webhookTopics(WebhookRegistry webhooks, DeliveryBook book) {
        return new FakeWebhookTopics(webhooks, book);
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    FakeHeartbeatRemoval heartbeatRemoval() {
        return new FakeHeartbeatRemoval();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    FakeAuditTrail trail() {
        return new FakeAuditTrail();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    FakeKeyPublisher keys() {
        return new FakeKeyPublisher();
    }
}
