package dev.renderfarm.coordinator.items;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.coordinator.batch.StoredItem;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of an item part: the item, flat, and what no task takes along.
 *
 * @param columns that the input's line carries; null where it has none
 */
record PartLine(@JsonUnwrapped RenderItem item, @Nullable Map<String, String> columns) {

    static PartLine of(RenderItem item, Map<String, String> columns) {
        return new PartLine(item, columns.isEmpty() ? null : columns);
    }

    StoredItem.Readable readable() {
        return new StoredItem.Readable(item, columns == null ? Map.of() : columns);
    }
}
