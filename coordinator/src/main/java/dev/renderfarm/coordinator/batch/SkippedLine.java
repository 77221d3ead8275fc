package dev.renderfarm.coordinator.batch;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.batch.LineError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of a batch's input that cannot be rendered and was left out, as it stands in a part in the bucket.
 *
 * @param customId the submitter's own id (SKU) of the line; null where it cannot be read
 * @param error why; its line is null where that is lost
 * @param columns that the line carries
 */
public record SkippedLine(@Nullable String customId, LineError error, Map<String, String> columns) {

    public SkippedLine {
        requireNonNull(error, "error is null");
        columns = columns == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
