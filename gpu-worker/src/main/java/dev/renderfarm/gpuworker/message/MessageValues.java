package dev.renderfarm.gpuworker.message;

import dev.renderfarm.common.topic.NewerSchemaException;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the values of records that a worker can do without. */
public final class MessageValues {

    private static final Logger LOG = LoggerFactory.getLogger(MessageValues.class);

    /** Empty for a tombstone, and for what this release does not understand, which is logged. */
    public static <T> Optional<T> read(ConsumerRecord<String, byte @Nullable []> message, Class<T> type) {
        byte[] value = message.value();
        if (value == null) {
            return Optional.empty();
        }
        try {
            MessageHeaders.checkVersion(message);
            return Optional.of(Json.read(value, type));
        } catch (NewerSchemaException | MalformedJsonException e) {
            LOG.atWarn()
                    .addKeyValue("topic", message.topic())
                    .addKeyValue("partition", message.partition())
                    .addKeyValue("offset", message.offset())
                    .addKeyValue("problem", e.getMessage())
                    .log("record not understood, ignored");
            return Optional.empty();
        }
    }

    private MessageValues() {}
}
