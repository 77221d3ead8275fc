package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.objectstore.s3.S3Settings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where the bucket is. */
@ConfigMapping(prefix = "renderfarm.storage")
public interface WorkerStorageConfig {

    /** The proof that a worker can store, and a look at whose bucket it is. */
    int BESIDE_SLOTS = 2;

    /** Address of the S3-compatible server. */
    @WithDefault("http://127.0.0.1:9000")
    URI endpoint();

    /** Its region. */
    @WithDefault("us-east-1")
    String region();

    /** Name of the bucket. */
    @WithDefault("renderfarm")
    String bucket();

    /** Access key. */
    String accessKey();

    /** Secret key. */
    String secretKey();

    /** Of a connection, and of any read or write that makes no progress. */
    @WithDefault("10s")
    Duration timeout();

    /**
     * Calls to the server at once, and connections that are kept to it. Where it is not given, enough for every slot
     * and for what goes on beside the slots.
     */
    Optional<Integer> maxConnections();

    /** @param slots how many upload at once */
    default S3Settings settings(int slots) {
        return settingsOf(bucket(), maxConnections().orElse(slots + BESIDE_SLOTS));
    }

    /** For a bucket of the same server, which need not be the farm's. */
    default S3Settings settingsOf(String otherBucket, int connections) {
        return new S3Settings(endpoint(), region(), otherBucket, accessKey(), secretKey(), timeout(), connections);
    }
}
