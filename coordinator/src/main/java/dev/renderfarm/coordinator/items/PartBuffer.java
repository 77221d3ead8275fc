package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Lines on their way into the bucket, one JSON object each; one part is held at a time, beside those under way. */
final class PartBuffer {

    private final ObjectStore objects;
    private final PartUploads uploads;
    private final IntFunction<String> keys;
    private List<Object> part = new ArrayList<>(ObjectKeys.PART_SIZE);
    private int parts;

    /** @param keys of a part, by its number */
    PartBuffer(ObjectStore objects, PartUploads uploads, IntFunction<String> keys) {
        this.objects = objects;
        this.uploads = uploads;
        this.keys = keys;
    }

    /** @param line does not change any more */
    void write(Object line) {
        part.add(line);
        if (part.size() == ObjectKeys.PART_SIZE) {
            flush();
        }
    }

    /** Sends what is left on its way. */
    void flush() {
        if (!part.isEmpty()) {
            List<Object> lines = part;
            String key = keys.apply(parts);
            uploads.begin(() -> objects.put(key, jsonl(lines), "application/jsonl", Map.of()));
            part = new ArrayList<>(ObjectKeys.PART_SIZE);
            parts++;
        }
    }

    private static byte[] jsonl(List<Object> lines) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(1 << 18);
        for (Object line : lines) {
            json.writeBytes(Json.bytes(line));
            json.write('\n');
        }
        return json.toByteArray();
    }
}
