package dev.renderfarm.modeldistribution.cache;

import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes down which parts are asked for, and may claim other sizes than the objects have. */
final class WatchedObjectStore implements ObjectStore {

    record Asked(String key, long offset, long length) {}

    final InMemoryObjectStore objects = new InMemoryObjectStore();
    final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    volatile BiConsumer<String, Long> beforePart = (key, offset) -> {};
    volatile long claimedSize = -1;

    @Override
    public InputStream get(String key, long offset, long length) {
        beforePart.accept(key, offset);
        asked.add(new Asked(key, offset, length));
        return objects.get(key, offset, length);
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        return objects.stat(key)
                .map(found -> claimedSize < 0 ? found : new StoredObject(key, claimedSize, found.contentType()));
    }

    @Override
    public boolean hasBucket() {
        return objects.hasBucket();
    }

    @Override
    public void ensureBucket() {
        objects.ensureBucket();
    }

    @Override
    public boolean holdsAny(String prefix) {
        return objects.holdsAny(prefix);
    }

    @Override
    public Iterator<String> list(String prefix, String after) {
        return objects.list(prefix, after);
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content, String contentType) {
        return objects.putIfAbsent(key, content, contentType);
    }

    @Override
    public void put(String key, byte[] content, String contentType, Map<String, String> userMetadata) {
        objects.put(key, content, contentType, userMetadata);
    }

    @Override
    public void put(String key, InputStream content, long size, String contentType) {
        objects.put(key, content, size, contentType);
    }

    @Override
    public InputStream get(String key) {
        return objects.get(key);
    }

    @Override
    public void delete(String key) {
        objects.delete(key);
    }

    @Override
    public void close() {}
}
