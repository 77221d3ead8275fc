package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.ByteArrayOutputStream;
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

    /** @param item the one after the last */
    public void write(RenderItem item) {
        part.writeBytes(Json.bytes(item));
        part.write('\n');
        inPart++;
        if (inPart == ObjectKeys.PART_SIZE) {
            flush();
        }
    }

    /** Writes what is left. */
    public void flush() {
        if (inPart > 0) {
            String key = ObjectKeys.itemPart(batch, written / ObjectKeys.PART_SIZE);
            objects.put(key, part.toByteArray(), "application/jsonl", Map.of());
            written += inPart;
            inPart = 0;
            part.reset();
        }
    }
}
