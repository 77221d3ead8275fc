package dev.renderfarm.coordinator.batch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.renderfarm.common.task.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of a picture.
 *
 * @param index of its task
 * @param note why; null where nobody says
 */
public record Said(
        @JsonProperty(required = true) int index,
        Verdict verdict,
        @Nullable String note) {

    public Said {
        requireNonNull(verdict, "verdict is null");
        if (index < 0) {
            throw new IllegalArgumentException("index is negative: " + index);
        }
    }
}
