package dev.renderfarm.gpuworker.store;

import java.util.Map;

/**
 * What is to be written to the bucket.
 *
 * @param content not copied: nobody may change it
 * @param labels user metadata
 */
record NewObject(String key, byte[] content, String contentType, Map<String, String> labels) {}
