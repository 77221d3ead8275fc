package dev.renderfarm.endtoend.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;

/**
 * A record as it came.
 *
 * @param topic without the farm's name
 * @param value missing where it is no JSON object
 * @param writtenAt by its writer's clock, or the broker's, in milliseconds
 * @param arrivedAt by the recorder's own clock, the same for all topics, in nanoseconds
 */
public record Seen(
        String topic, int partition, long offset, String key, JsonNode value, long writtenAt, long arrivedAt) {

    boolean isReadable() {
        return !(value instanceof MissingNode);
    }

    /** Empty where there is none. */
    String text(String pointer) {
        return value.at(pointer).asText("");
    }

    long number(String pointer) {
        return value.at(pointer).asLong();
    }

    /**
     * Whether it is later by that much than the other, by both clocks: a record comes late where another one's transaction is
     * open, and says that it is late where its writer's clock is ahead.
     */
    boolean isLater(Seen other, Duration by) {
        return arrivedAt - other.arrivedAt > by.toNanos() && writtenAt - other.writtenAt > by.toMillis();
    }

    /** The batch of a task or of its result. */
    String batch() {
        String task = text("/task_id");
        return task.contains("/") ? task.substring(0, task.indexOf('/')) : "";
    }
}
