package dev.renderfarm.objectstore.s3;

import java.net.URI;
import java.time.Duration;

/**
 * Where the bucket is, and how it is spoken to.
 *
 * @param endpoint such as {@code http://127.0.0.1:9000}
 * @param timeout of a connection, and of any read or write that makes no progress
 * @param maxConnections calls at once, and connections that are kept for further ones; more calls wait for their turn
 */
public record S3Settings(
        URI endpoint,
        String region,
        String bucket,
        String accessKey,
        String secretKey,
        Duration timeout,
        int maxConnections) {

    public S3Settings {
        if (maxConnections < 1) {
            throw new IllegalArgumentException(
                    "renderfarm.storage.max-connections must be positive: " + maxConnections);
        }
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return endpoint + " bucket " + bucket + " region " + region;
    }
}
