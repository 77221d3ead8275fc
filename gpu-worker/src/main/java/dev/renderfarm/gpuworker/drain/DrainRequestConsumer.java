package dev.renderfarm.gpuworker.drain;

import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.common.worker.DrainRequest;
import dev.renderfarm.gpuworker.message.MessageHeaders;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code renderfarm.drain-requests} from its beginning, in a group of its own: a request may have been written
 * while the worker joined. One that is heard twice, or after the life that it means, does nothing.
 */
@Singleton
public final class DrainRequestConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(DrainRequestConsumer.class);

    private final DrainRequests requests;

    DrainRequestConsumer(DrainRequests requests) {
        this.requests = requests;
    }

    @Incoming("drain-requests")
    void hear(ConsumerRecord<String, byte @Nullable []> message) {
        byte[] value = message.value();
        if (value == null) {
            return;
        }
        try {
            MessageHeaders.checkVersion(message);
            requests.hear(Json.read(value, DrainRequest.class));
        } catch (NewerSchemaException | MalformedJsonException e) {
            LOG.atWarn()
                    .addKeyValue("topic", message.topic())
                    .addKeyValue("partition", message.partition())
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("problem", e.getMessage())
                    .log("request to drain not understood, ignored");
        }
    }
}
