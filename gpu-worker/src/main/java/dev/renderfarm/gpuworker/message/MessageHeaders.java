package dev.renderfarm.gpuworker.message;

import dev.renderfarm.common.topic.SchemaVersion;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads the headers of a record. */
public final class MessageHeaders {

    /** @throws dev.renderfarm.common.topic.NewerSchemaException if the record's value must not be read */
    public static void checkVersion(ConsumerRecord<?, ?> message) {
        SchemaVersion.check(value(message, SchemaVersion.HEADER));
    }

    /** Of the last header of that name; empty where there is none. */
    public static Optional<byte[]> value(ConsumerRecord<?, ?> message, String name) {
        return Optional.ofNullable(message.headers().lastHeader(name)).map(Header::value);
    }

    private MessageHeaders() {}
}
