package dev.renderfarm.objectstore.store;

import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One bucket. Safe for use by several threads. A write is there for every reader once the call returns, and never in
 * part; writing a key again replaces the object.
 *
 * <p>Every method throws {@link StorageUnavailableException} where the server cannot be reached or does not serve: the
 * same call may succeed later. Retrying is up to the caller, who knows how long it can wait. It throws {@link
 * StorageRefusedException} where the server refuses for good: to wait does not help.
 */
public interface ObjectStore extends AutoCloseable {

    boolean hasBucket();

    /** Makes the bucket unless it exists. */
    void ensureBucket();

    /** Whether there is any object whose key begins so. */
    boolean holdsAny(String prefix);

    /**
     * The keys that begin so, in the order of their bytes. They are fetched as the caller goes on, up to a thousand at a
     * time, so memory does not grow with their number; going on may throw what every method throws. An object that is
     * written or deleted meanwhile may be among them or not.
     *
     * @param after keys up to this one are left out; need not be there, empty leaves none out
     */
    Iterator<String> list(String prefix, String after);

    /**
     * Writes an object unless there is one of that key: of several who try at once, one succeeds. A server that knows
     * no conditional writes may let several succeed.
     *
     * @return whether it was written
     */
    boolean putIfAbsent(String key, byte[] content, String contentType);

    /** @param userMetadata ASCII names and values, kept with the object */
    void put(String key, byte[] content, String contentType, Map<String, String> userMetadata);

    /**
     * @param content read to its end, not closed
     * @param size of the content in bytes
     */
    void put(String key, InputStream content, long size, String contentType);

    /**
     * The content, to be closed by the caller.
     *
     * @throws ObjectNotFoundException where there is none
     */
    InputStream get(String key);

    /**
     * Part of the content, to be closed by the caller.
     *
     * @param offset of its first byte, less than the object's size
     * @param length in bytes, at least 1; where the object ends before, so does the part
     * @throws ObjectNotFoundException where there is no such object
     */
    InputStream get(String key, long offset, long length);

    Optional<StoredObject> stat(String key);

    /** Afterwards there is no such object; nor need there be one before. */
    void delete(String key);

    /**
     * Deletes objects, as one by one, and faster where the server takes many at a time. Where it throws, some of them may be
     * deleted.
     *
     * @param keys a thousand at most
     */
    default void deleteAll(List<String> keys) {
        keys.forEach(this::delete);
    }

    @Override
    void close();

    /**
     * What is known of an object without its content.
     *
     * @param size in bytes
     */
    record StoredObject(String key, long size, String contentType) {}
}
