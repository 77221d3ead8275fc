package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.task.RenderItem;
import java.util.function.Function;

/** A validated item as it was found in the bucket. */
public sealed interface StoredItem {

    <R> R fold(Function<RenderItem, R> onReadable, Function<String, R> onLost);

    /** It is there. */
    record Readable(RenderItem item) implements StoredItem {
        @Override
        public <R> R fold(Function<RenderItem, R> onReadable, Function<String, R> onLost) {
            return onReadable.apply(item);
        }
    }

    /** It is missing or malformed: reading it again cannot help. */
    record Lost(String reason) implements StoredItem {
        @Override
        public <R> R fold(Function<RenderItem, R> onReadable, Function<String, R> onLost) {
            return onLost.apply(reason);
        }
    }
}
