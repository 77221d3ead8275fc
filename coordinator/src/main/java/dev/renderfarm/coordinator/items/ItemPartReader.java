package dev.renderfarm.coordinator.items;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Reads item parts from the bucket. Safe for several threads. */
public final class ItemPartReader {

    private final ObjectStore objects;

    public ItemPartReader(ObjectStore objects) {
        this.objects = objects;
    }

    /**
     * Blocks.
     *
     * @throws dev.renderfarm.objectstore.store.ObjectNotFoundException if there is no such part
     * @throws StorageUnavailableException if the bucket does not answer
     */
    public List<RenderItem> read(BatchId batch, int part) {
        String key = ObjectKeys.itemPart(batch, part);
        List<RenderItem> items = new ArrayList<>(ObjectKeys.PART_SIZE);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(objects.get(key), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                items.add(Json.read(line, RenderItem.class));
            }
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
        return List.copyOf(items);
    }

    /** All items of a batch in order; one part is held at a time, and {@code next} throws what {@link #read} throws. */
    public Iterator<RenderItem> sequence(BatchId batch, int total) {
        return new Iterator<>() {
            private int index;
            private List<RenderItem> part = List.of();

            @Override
            public boolean hasNext() {
                return index < total;
            }

            @Override
            public RenderItem next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("batch " + batch + " has " + total + " items");
                }
                int inPart = index % ObjectKeys.PART_SIZE;
                if (inPart == 0) {
                    part = read(batch, index / ObjectKeys.PART_SIZE);
                }
                index++;
                return part.get(inPart);
            }
        };
    }
}
