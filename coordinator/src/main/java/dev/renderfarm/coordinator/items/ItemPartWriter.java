package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/** Writes the items of a batch into the bucket, one JSON object per line, part by part. */
public final class ItemPartWriter {

    private final ObjectStore objects;
    private final BatchId batch;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private int written;
    private int inPart;

    public ItemPartWriter(ObjectStore objects, BatchId batch) {
        this.objects = objects;
        this.batch = batch;
    }

    /**
     * @param item the one after the last
     * @param columns that its line carries
     */
    public void write(RenderItem item, Map<String, String> columns) {
        part.writeBytes(Json.bytes(PartLine.of(item, columns)));
        part.write('\n');
        inPart++;
        if (inPart == ObjectKeys.PART_SIZE) {
            flush();
        }
    }

    /**
     * Writes what is left.
     *
     * @param columns names of all that any line carries
     */
    public void finish(List<String> columns) {
        flush();
        if (!columns.isEmpty()) {
            objects.put(ObjectKeys.itemColumns(batch), Json.bytes(columns), "application/json", Map.of());
        }
    }

    private void flush() {
        if (inPart > 0) {
            String key = ObjectKeys.itemPart(batch, written / ObjectKeys.PART_SIZE);
            objects.put(key, part.toByteArray(), "application/jsonl", Map.of());
            written += inPart;
            inPart = 0;
            part.reset();
        }
    }
}
