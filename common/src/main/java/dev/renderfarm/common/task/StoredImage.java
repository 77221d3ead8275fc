package dev.renderfarm.common.task;

/**
 * A picture in the bucket.
 *
 * @param key object key of the PNG
 * @param metadataKey object key of its JSON
 * @param sha256 of the PNG, lower-case hex
 * @param bytes size of the PNG
 */
public record StoredImage(String key, String metadataKey, String sha256, long bytes) {}
