package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A picture in the bucket.
 *
 * @param key object key of its file
 * @param metadataKey object key of its JSON
 * @param sha256 of the file, lower-case hex
 * @param bytes size of the file
 * @param seed that it was drawn from; null where that is its line's
 * @param rejected why it is not what anybody asked for, and kept for want of a better one; null where it is
 * @param delivered what became of it by its delivery profile; null where it has none
 * @param likeness by which one that looks like it is told; null where an earlier release stored it
 */
public record StoredImage(
        String key,
        String metadataKey,
        String sha256,
        long bytes,
        @Nullable Long seed,
        @Nullable Rejection rejected,
        @Nullable DeliveryReport delivered,
        @Nullable Likeness likeness) {

    /** One of no delivery profile. */
    public StoredImage(
            String key,
            String metadataKey,
            String sha256,
            long bytes,
            @Nullable Long seed,
            @Nullable Rejection rejected) {
        this(key, metadataKey, sha256, bytes, seed, rejected, null, null);
    }

    /** One that is compared with no other. */
    public StoredImage(
            String key,
            String metadataKey,
            String sha256,
            long bytes,
            @Nullable Long seed,
            @Nullable Rejection rejected,
            @Nullable DeliveryReport delivered) {
        this(key, metadataKey, sha256, bytes, seed, rejected, delivered, null);
    }

    /** One that is as it was asked for. */
    public StoredImage(String key, String metadataKey, String sha256, long bytes) {
        this(key, metadataKey, sha256, bytes, null, null, null, null);
    }

    public StoredImage {
        requireNonNull(key, "key is null");
        requireNonNull(metadataKey, "metadataKey is null");
        requireNonNull(sha256, "sha256 is null");
    }

    /** The same, for want of a better one. */
    public StoredImage rejected(Rejection why) {
        return new StoredImage(key, metadataKey, sha256, bytes, seed, why, delivered, likeness);
    }

    /** The same, by which others are told to look like it. */
    public StoredImage looking(Likeness like) {
        return new StoredImage(key, metadataKey, sha256, bytes, seed, rejected, delivered, like);
    }
}
