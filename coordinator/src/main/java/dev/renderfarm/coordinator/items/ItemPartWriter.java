package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.ResponseFormat;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.SkippedLine;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** Writes what validation found of a batch into the bucket, part by part: its items, and the lines that it skipped. */
public final class ItemPartWriter {

    /** Parts of one batch that are written at the same time, at most. */
    public static final int MOST_UNDER_WAY = PartUploads.MOST;

    private final ObjectStore objects;
    private final BatchId batch;
    private final PartUploads uploads;
    private final PartBuffer items;
    private final PartBuffer skipped;

    /** @param executor of what is written while the next lines are checked */
    public ItemPartWriter(ObjectStore objects, BatchId batch, Executor executor) {
        this.objects = objects;
        this.batch = batch;
        this.uploads = new PartUploads(executor);
        this.items = new PartBuffer(objects, uploads, part -> ObjectKeys.itemPart(batch, part));
        this.skipped = new PartBuffer(objects, uploads, part -> ObjectKeys.skippedPart(batch, part));
    }

    /**
     * @param item the one after the last
     * @param columns that its line carries
     * @param responseFormat that its line asks for
     */
    public void write(RenderItem item, Map<String, String> columns, ResponseFormat responseFormat) {
        items.write(PartLine.of(item, columns, responseFormat));
    }

    /** @param line after the last one that was skipped */
    public void skip(SkippedLine line) {
        skipped.write(line);
    }

    /**
     * Writes what is left. Afterwards all of it is in the bucket.
     *
     * @param columns names of all that any line carries
     */
    public void finish(List<String> columns) {
        items.flush();
        skipped.flush();
        uploads.finish();
        if (!columns.isEmpty()) {
            objects.put(ObjectKeys.itemColumns(batch), Json.bytes(columns), "application/json", Map.of());
        }
    }
}
