package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.task.RenderItem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A validated item as it was found in the bucket. */
public sealed interface StoredItem {

    <R> R fold(Function<RenderItem, R> onReadable, Function<String, R> onLost);

    /** What its line carries besides. */
    Map<String, String> columns();

    /** It is there. */
    record Readable(RenderItem item, Map<String, String> columns) implements StoredItem {

        public Readable {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }

        @Override
        public <R> R fold(Function<RenderItem, R> onReadable, Function<String, R> onLost) {
            return onReadable.apply(item);
        }
    }

    /** It is missing or malformed: reading it again cannot help. */
    record Lost(String reason) implements StoredItem {

        @Override
        public Map<String, String> columns() {
            return Map.of();
        }

        @Override
        public <R> R fold(Function<RenderItem, R> onReadable, Function<String, R> onLost) {
            return onLost.apply(reason);
        }
    }
}
