package dev.renderfarm.gpuworker.report;

import dev.renderfarm.common.topic.CloudEvent;
import dev.renderfarm.common.wire.Json;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Sends values as JSON with CloudEvents headers. */
final class Events {

    /** Completes when the broker has the record, and fails when the producer has given up. */
    static CompletableFuture<Void> send(Emitter<byte[]> channel, String key, CloudEvent event, Object value) {
        RecordHeaders headers = new RecordHeaders();
        event.headers().forEach(headers::add);
        CompletableFuture<Void> written = new CompletableFuture<>();
        Message<byte[]> message = Message.of(
                        Json.bytes(value),
                        () -> {
                            written.complete(null);
                            return CompletableFuture.completedFuture(null);
                        },
                        problem -> {
                            written.completeExceptionally(problem);
                            return CompletableFuture.completedFuture(null);
                        })
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(key)
                        .withHeaders(headers)
                        .build());
        try {
            channel.send(message);
        } catch (IllegalStateException e) {
            written.completeExceptionally(e);
        }
        return written;
    }

    private Events() {}
}
