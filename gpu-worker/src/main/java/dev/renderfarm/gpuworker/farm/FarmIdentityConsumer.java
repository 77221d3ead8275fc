package dev.renderfarm.gpuworker.farm;

import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.gpuworker.message.MessageHeaders;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the farm's identity topic from its beginning, in a group of its own. */
@Singleton
public final class FarmIdentityConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(FarmIdentityConsumer.class);

    private final FarmMembership membership;

    FarmIdentityConsumer(FarmMembership membership) {
        this.membership = membership;
    }

    @Incoming("farm-identity")
    void hear(ConsumerRecord<String, byte @Nullable []> message) {
        byte[] value = message.value();
        if (value == null) {
            return;
        }
        try {
            MessageHeaders.checkVersion(message);
            membership.hear(Json.read(value, FarmIdentity.class));
        } catch (NewerSchemaException | MalformedJsonException e) {
            LOG.atError()
                    .addKeyValue("topic", message.topic())
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("problem", e.getMessage())
                    .log("the farm's identity is not understood");
        }
    }
}
