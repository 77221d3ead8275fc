package dev.renderfarm.coordinator.batch;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A validated item as it was found in the bucket. */
public sealed interface StoredItem {

    <R> R fold(Function<RenderItem, R> onReadable, Function<String, R> onLost);

    /** What its line carries besides. */
    Map<String, String> columns();

    /** How its line wants the picture to be handed out. */
    ResponseFormat responseFormat();

    /** It is there. */
    record Readable(RenderItem item, Map<String, String> columns, ResponseFormat responseFormat) implements StoredItem {

        public Readable {
            requireNonNull(responseFormat, "responseFormat is null");
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }

        /** Of a line that says nothing besides. */
        public static Readable alone(RenderItem item) {
            return new Readable(item, Map.of(), ResponseFormat.URL);
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
        public ResponseFormat responseFormat() {
            return ResponseFormat.URL;
        }

        @Override
        public <R> R fold(Function<RenderItem, R> onReadable, Function<String, R> onLost) {
            return onLost.apply(reason);
        }
    }
}
