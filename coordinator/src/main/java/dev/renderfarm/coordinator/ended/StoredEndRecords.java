package dev.renderfarm.coordinator.ended;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.batch.EndRecords;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.util.Map;

/** {@link EndRecords} in the bucket, an object a batch, which is what the status topic tells of it. */
public final class StoredEndRecords implements EndRecords {

    private final ObjectStore objects;

    public StoredEndRecords(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public void keep(Batch ended) {
        objects.put(ObjectKeys.ended(ended.id()), Json.bytes(ended), "application/json", Map.of());
    }
}
