package dev.renderfarm.coordinator.layout;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Layouts of batches in the bucket. A batch that asks for nothing of the kind has none. */
public final class LayoutStore {

    private final ObjectStore objects;

    public LayoutStore(ObjectStore objects) {
        this.objects = objects;
    }

    /** To be called before the batch is opened. */
    public void put(BatchId batch, Layout layout) {
        if (!layout.equals(Layout.NONE)) {
            objects.put(ObjectKeys.layout(batch), Json.bytes(layout), "application/json", Map.of());
        }
    }

    /** @throws StorageUnavailableException if the bucket does not answer */
    public Layout of(BatchId batch) {
        String key = ObjectKeys.layout(batch);
        try (InputStream in = objects.get(key)) {
            return Json.read(in.readAllBytes(), Layout.class);
        } catch (ObjectNotFoundException e) {
            return Layout.NONE;
        } catch (IOException e) {
            throw new StorageUnavailableException("reading " + key + " broke off: " + e.getMessage(), e);
        }
    }
}
