package dev.renderfarm.objectstore.owner;

import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.id.FarmId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The farm's own bucket: whatever is not, is as good as away. A bucket may be replaced while the farm runs, by an empty
 * one or another farm's; then nothing is written to it, and what it lacks is not taken for lost. Writes trust the mark
 * for a few seconds. Safe for use by several threads.
 */
public final class OwnedObjectStore implements ObjectStore {

    private static final Duration TRUST = Duration.ofSeconds(2);
    private static final String UNMARKED =
            "the storage's bucket has no " + ObjectKeys.FARM + ": it was emptied or replaced, bring it back";
    private static final String OF_ANOTHER =
            "the storage's bucket is another farm's: it was replaced, bring the right one back";

    private final ObjectStore bucket;
    private final BucketMark mark;
    private final Supplier<Optional<FarmId>> owner;
    private final InstantSource clock;
    private volatile Instant trustedUntil = Instant.MIN;

    /** @param owner whose bucket it has to be; while that is not known, the bucket is away */
    public OwnedObjectStore(ObjectStore bucket, Supplier<Optional<FarmId>> owner, InstantSource clock) {
        this.bucket = bucket;
        this.mark = new BucketMark(bucket);
        this.owner = owner;
        this.clock = clock;
    }

    /**
     * @throws StorageUnavailableException if the bucket is not there or is not the farm's; the message tells operators
     * which
     */
    @Override
    public boolean hasBucket() {
        checkOwner();
        return true;
    }

    @Override
    public void ensureBucket() {
        checkOwner();
    }

    @Override
    public boolean holdsAny(String prefix) {
        checkOwner();
        return bucket.holdsAny(prefix);
    }

    /** What is missing from a list is as good as lost, so the mark is looked at first. */
    @Override
    public Iterator<String> list(String prefix, String after) {
        checkOwner();
        return bucket.list(prefix, after);
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content, String contentType) {
        checkOwnerUnlessTrusted();
        return bucket.putIfAbsent(key, content, contentType);
    }

    @Override
    public void put(String key, byte[] content, String contentType, Map<String, String> userMetadata) {
        checkOwnerUnlessTrusted();
        bucket.put(key, content, contentType, userMetadata);
    }

    @Override
    public void put(String key, InputStream content, long size, String contentType) {
        checkOwnerUnlessTrusted();
        bucket.put(key, content, size, contentType);
    }

    @Override
    public InputStream get(String key) {
        return read(() -> bucket.get(key));
    }

    @Override
    public InputStream get(String key, long offset, long length) {
        return read(() -> bucket.get(key, offset, length));
    }

    private InputStream read(Supplier<InputStream> get) {
        checkOwnerUnlessTrusted();
        try {
            return get.get();
        } catch (ObjectNotFoundException e) {
            checkOwner();
            throw e;
        }
    }

    @Override
    public Optional<StoredObject> stat(String key) {
        checkOwnerUnlessTrusted();
        Optional<StoredObject> found = bucket.stat(key);
        if (found.isEmpty()) {
            checkOwner();
        }
        return found;
    }

    @Override
    public void delete(String key) {
        checkOwnerUnlessTrusted();
        bucket.delete(key);
    }

    @Override
    public void deleteAll(List<String> keys) {
        checkOwnerUnlessTrusted();
        bucket.deleteAll(keys);
    }

    @Override
    public void close() {
        bucket.close();
    }

    private void checkOwnerUnlessTrusted() {
        if (!clock.instant().isBefore(trustedUntil)) {
            checkOwner();
        }
    }

    private void checkOwner() {
        FarmId farm = owner.get()
                .orElseThrow(() -> new StorageUnavailableException(
                        "it has not been compared yet whether bucket and topics belong to the same farm",
                        "the storage is not known yet to be the farm's",
                        null));
        FarmIdentity found = mark.read()
                .orElseThrow(() -> new StorageUnavailableException(
                        "the bucket has no " + ObjectKeys.FARM + ", so it is not the one of " + farm
                                + ": it was emptied or replaced, bring it back",
                        UNMARKED,
                        null));
        if (!found.id().equals(farm)) {
            throw new StorageUnavailableException(
                    "the bucket belongs to " + found.id() + " (" + found.name() + "), not to " + farm
                            + ": it was replaced, bring the right one back",
                    OF_ANOTHER,
                    null);
        }
        trustedUntil = clock.instant().plus(TRUST);
    }
}
