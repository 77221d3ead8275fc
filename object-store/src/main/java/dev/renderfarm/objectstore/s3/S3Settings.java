package dev.renderfarm.objectstore.s3;

import java.net.URI;
import java.time.Duration;

/**
 * Where the bucket is.
 *
 * @param endpoint such as {@code http://127.0.0.1:9000}
 * @param timeout of a connection, and of any read or write that makes no progress
 */
public record S3Settings(
        URI endpoint, String region, String bucket, String accessKey, String secretKey, Duration timeout) {

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return endpoint + " bucket " + bucket + " region " + region;
    }
}
