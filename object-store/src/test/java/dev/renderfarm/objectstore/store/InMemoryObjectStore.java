package dev.renderfarm.objectstore.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An {@link ObjectStore} for tests: keeps objects in memory, and can be made unavailable. */
public final class InMemoryObjectStore implements ObjectStore {

    private record Stored(byte[] content, String contentType, Map<String, String> userMetadata) {}

    private final Map<String, Stored> objects = new ConcurrentHashMap<>();
    private final AtomicInteger tries = new AtomicInteger();
    private volatile boolean available = true;
    private volatile boolean bucketMade;

    /** From now on every call fails with {@link StorageUnavailableException}, or works again. */
    public void setAvailable(boolean available) {
        this.available = available;
    }

    /** How often somebody has tried to make the bucket. */
    public int triesToMakeBucket() {
        return tries.get();
    }

    /** Whether the bucket was made; all else works without it. */
    public boolean hasBucket() {
        return bucketMade;
    }

    public SortedSet<String> keys() {
        return new TreeSet<>(objects.keySet());
    }

    public Map<String, String> userMetadata(String key) {
        return find(key).userMetadata();
    }

    @Override
    public void ensureBucket() {
        tries.incrementAndGet();
        check();
        bucketMade = true;
    }

    @Override
    public void put(String key, byte[] content, String contentType, Map<String, String> userMetadata) {
        check();
        objects.put(key, new Stored(content.clone(), contentType, Map.copyOf(userMetadata)));
    }

    @Override
    public void put(String key, InputStream content, long size, String contentType) {
        try {
            put(key, content.readAllBytes(), contentType, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream get(String key) {
        return new ByteArrayInputStream(find(key).content());
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        check();
        return Optional.ofNullable(objects.get(key))
                .map(found -> new StoredObject(key, found.content().length, found.contentType()));
    }

    @Override
    public void close() {}

    private Stored find(String key) {
        check();
        Stored found = objects.get(key);
        if (found == null) {
            throw new ObjectNotFoundException(key);
        }
        return found;
    }

    private void check() {
        if (!available) {
            throw new StorageUnavailableException("made unavailable by the test", new IOException("unavailable"));
        }
    }
}
