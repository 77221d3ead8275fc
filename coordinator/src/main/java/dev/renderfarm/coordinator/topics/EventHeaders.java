package dev.renderfarm.coordinator.topics;

import dev.renderfarm.common.topic.CloudEvent;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A CloudEvent's attributes as headers of a record. */
public final class EventHeaders {

    public static Headers of(CloudEvent event) {
        Headers headers = new RecordHeaders();
        event.headers().forEach(headers::add);
        return headers;
    }

    private EventHeaders() {}
}
