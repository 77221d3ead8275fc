package dev.renderfarm.objectstore.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An {@link ObjectStore} for tests: keeps objects in memory, and can be made to fail. */
public final class InMemoryObjectStore implements ObjectStore {

    private record Stored(byte[] content, String contentType, Map<String, String> userMetadata) {}

    private static final Comparator<String> BY_BYTES =
            Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private final Map<String, Stored> objects = new ConcurrentHashMap<>();
    private final AtomicInteger tries = new AtomicInteger();
    private volatile Function<String, Optional<StorageException>> failures = key -> Optional.empty();
    private volatile boolean bucketMade;
    private volatile int readable = Integer.MAX_VALUE;

    /** From now on every call fails with {@link StorageUnavailableException}, or works again. */
    public void setAvailable(boolean available) {
        failWith(key -> available
                ? Optional.empty()
                : Optional.of(new StorageUnavailableException(
                        "made unavailable by the test", new IOException("unavailable"))));
    }

    /** From now on a call fails as that says of the key; the bucket itself has the empty key. */
    public void failWith(Function<String, Optional<StorageException>> failureOfKey) {
        failures = failureOfKey;
    }

    /** From now on reading an object breaks off after so many bytes. */
    public void breakOffAfter(int bytes) {
        readable = bytes;
    }

    /** From now on every call is refused like that. */
    public void refuse(StorageRefusedException.Kind kind) {
        failWith(key -> Optional.of(refusal(kind)));
    }

    /** As {@link #refuse} throws it: the message has an inside address, the reason has none. */
    public static StorageRefusedException refusal(StorageRefusedException.Kind kind) {
        return new StorageRefusedException(
                kind, "refused at http://127.0.0.1:9000 by the test", "the storage refuses: " + kind, null);
    }

    /** How often somebody has tried to make the bucket. */
    public int triesToMakeBucket() {
        return tries.get();
    }

    /** Whether the bucket was made; all else works without it. */
    @Override
    public boolean hasBucket() {
        check("");
        return bucketMade;
    }

    public SortedSet<String> keys() {
        return new TreeSet<>(objects.keySet());
    }

    public Map<String, String> userMetadata(String key) {
        return find(key).userMetadata();
    }

    @Override
    public boolean holdsAny(String prefix) {
        check(prefix);
        return objects.keySet().stream().anyMatch(key -> key.startsWith(prefix));
    }

    /** Looks at the objects as they are when it is called. */
    @Override
    public Iterator<String> list(String prefix, String after) {
        check(prefix);
        return objects.keySet().stream()
                .filter(key -> key.startsWith(prefix) && (after.isEmpty() || BY_BYTES.compare(key, after) > 0))
                .sorted(BY_BYTES)
                .iterator();
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content, String contentType) {
        check(key);
        return objects.putIfAbsent(key, new Stored(content.clone(), contentType, Map.of())) == null;
    }

    @Override
    public void ensureBucket() {
        tries.incrementAndGet();
        check("");
        bucketMade = true;
    }

    @Override
    public void put(String key, byte[] content, String contentType, Map<String, String> userMetadata) {
        check(key);
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
        return stream(find(key).content());
    }

    @Override
    public InputStream get(String key, long offset, long length) {
        byte[] content = find(key).content();
        long end = Math.min(content.length, offset + length);
        return stream(Arrays.copyOfRange(content, Math.toIntExact(offset), Math.toIntExact(end)));
    }

    private InputStream stream(byte[] content) {
        return content.length <= readable
                ? new ByteArrayInputStream(content)
                : new SequenceInputStream(new ByteArrayInputStream(content, 0, readable), new BrokenOff());
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        check(key);
        return Optional.ofNullable(objects.get(key))
                .map(found -> new StoredObject(key, found.content().length, found.contentType()));
    }

    @Override
    public void delete(String key) {
        check(key);
        objects.remove(key);
    }

    @Override
    public void close() {}

    private Stored find(String key) {
        check(key);
        Stored found = objects.get(key);
        if (found == null) {
            throw new ObjectNotFoundException(key);
        }
        return found;
    }

    private static final class BrokenOff extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("broken off by the test");
        }
    }

    private void check(String key) {
        failures.apply(key).ifPresent(failure -> {
            throw failure;
        });
    }
}
