package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

/**
 * A picture in the bucket.
 *
 * @param key object key of the PNG
 * @param metadataKey object key of its JSON
 * @param sha256 of the PNG, lower-case hex
 * @param bytes size of the PNG
 */
public record StoredImage(String key, String metadataKey, String sha256, long bytes) {

    public StoredImage {
        requireNonNull(key, "key is null");
        requireNonNull(metadataKey, "metadataKey is null");
        requireNonNull(sha256, "sha256 is null");
    }
}
