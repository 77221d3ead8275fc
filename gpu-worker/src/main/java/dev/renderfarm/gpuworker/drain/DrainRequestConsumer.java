package dev.renderfarm.gpuworker.drain;

import dev.renderfarm.common.worker.DrainRequest;
import dev.renderfarm.gpuworker.message.MessageValues;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code renderfarm.drain-requests} from its beginning, in a group of its own: a request may have been written
 * while the worker joined. One that is heard twice, or after the life that it means, does nothing.
 */
@Singleton
public final class DrainRequestConsumer {

    private final DrainRequests requests;

    DrainRequestConsumer(DrainRequests requests) {
        this.requests = requests;
    }

    @Incoming("drain-requests")
    void hear(ConsumerRecord<String, byte @Nullable []> message) {
        MessageValues.read(message, DrainRequest.class).ifPresent(request -> requests.hear(request, message.offset()));
    }
}
