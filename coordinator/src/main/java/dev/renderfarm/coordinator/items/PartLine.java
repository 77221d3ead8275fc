package dev.renderfarm.coordinator.items;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.coordinator.batch.StoredItem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of an item part: the item, flat, and what no task takes along.
 *
 * @param columns that the input's line carries; null where it has none
 * @param responseFormat null is by address
 */
record PartLine(
        @JsonUnwrapped RenderItem item,
        @Nullable Map<String, String> columns,
        @Nullable ResponseFormat responseFormat) {

    static PartLine of(RenderItem item, Map<String, String> columns, ResponseFormat responseFormat) {
        return new PartLine(
                item, columns.isEmpty() ? null : columns, responseFormat == ResponseFormat.URL ? null : responseFormat);
    }

    StoredItem.Readable readable() {
        return new StoredItem.Readable(
                item,
                columns == null ? Map.of() : columns,
                responseFormat == null ? ResponseFormat.URL : responseFormat);
    }
}
