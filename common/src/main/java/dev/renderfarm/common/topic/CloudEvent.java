package dev.renderfarm.common.topic;

import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.wire.InstantText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Attributes of a CloudEvent in Kafka's binary content mode: they travel as headers, the value stays plain JSON
 * (CloudEvents 1.0, Kafka protocol binding, section 3.2).
 *
 * @param id unique for the source; a record that is sent again keeps it
 * @param source the component, for example {@code /renderfarm/worker/worker-1}
 * @param subject what it is about: a batch, task or worker id
 * @param traceparent what caused it; null where that is not traced
 */
public record CloudEvent(
        String id,
        Type type,
        String source,
        String subject,
        Instant time,
        @Nullable Traceparent traceparent) {

    /** Where {@link #id()} travels. */
    public static final String ID_HEADER = "ce_id";

    /** One that is not traced. */
    public CloudEvent(String id, Type type, String source, String subject, Instant time) {
        this(id, type, source, subject, time, null);
    }

    /** What happened. */
    public enum Type {
        BATCH_COMMAND("dev.renderfarm.batch.command"),
        BATCH_STATUS("dev.renderfarm.batch.status"),
        TASK_DISPATCHED("dev.renderfarm.task.dispatched"),
        TASK_RESULT("dev.renderfarm.task.result"),
        TASK_DEAD_LETTER("dev.renderfarm.task.dead-letter"),
        WORKER_HEARTBEAT("dev.renderfarm.worker.heartbeat"),
        WORKER_DRAIN("dev.renderfarm.worker.drain"),
        WEBHOOK("dev.renderfarm.webhook"),
        WEBHOOK_DELIVERY("dev.renderfarm.webhook.delivery"),
        WEBHOOK_DEAD_LETTER("dev.renderfarm.webhook.dead-letter"),
        FARM_IDENTITY("dev.renderfarm.farm.identity"),
        ACCESS_KEY("dev.renderfarm.access.key"),
        ACCESS_KEY_USE("dev.renderfarm.access.key-use"),
        ACCESS_AUDIT("dev.renderfarm.access.audit");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /** @param cause null where it is not traced */
    public CloudEvent causedBy(@Nullable Traceparent cause) {
        return new CloudEvent(id, type, source, subject, time, cause);
    }

    /** Header names and values, all UTF-8 text, as Kafka takes them. */
    public Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", utf8("1.0"));
        headers.put(ID_HEADER, utf8(id));
        headers.put("ce_type", utf8(type.wireName()));
        headers.put("ce_source", utf8(source));
        headers.put("ce_subject", utf8(subject));
        headers.put("ce_time", utf8(InstantText.of(time)));
        headers.put("content-type", utf8("application/json"));
        headers.put(SchemaVersion.HEADER, utf8(String.valueOf(SchemaVersion.KNOWN)));
        if (traceparent != null) {
            headers.put(Traceparent.HEADER, utf8(traceparent.value()));
        }
        return headers;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
