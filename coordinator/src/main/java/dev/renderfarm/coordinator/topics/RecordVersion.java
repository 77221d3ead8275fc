package dev.renderfarm.coordinator.topics;

import dev.renderfarm.common.topic.SchemaVersion;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** {@link SchemaVersion} of a record by its headers. */
public final class RecordVersion {

    /** @throws dev.renderfarm.common.topic.NewerSchemaException if the record's value must not be read */
    public static void check(Headers headers) {
        SchemaVersion.check(
                Optional.ofNullable(headers.lastHeader(SchemaVersion.HEADER)).map(Header::value));
    }

    private RecordVersion() {}
}
