package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.function.IntFunction;

/** Lines on their way into the bucket, one JSON object each; one part is held at a time. */
final class PartBuffer {

    private final ObjectStore objects;
    private final IntFunction<String> keys;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private int written;
    private int inPart;

    /** @param keys of a part, by its number */
    PartBuffer(ObjectStore objects, IntFunction<String> keys) {
        this.objects = objects;
        this.keys = keys;
    }

    void write(Object line) {
        part.writeBytes(Json.bytes(line));
        part.write('\n');
        inPart++;
        if (inPart == ObjectKeys.PART_SIZE) {
            flush();
        }
    }

    /** Writes what is left. */
    void flush() {
        if (inPart > 0) {
            objects.put(keys.apply(written / ObjectKeys.PART_SIZE), part.toByteArray(), "application/jsonl", Map.of());
            written += inPart;
            inPart = 0;
            part.reset();
        }
    }
}
