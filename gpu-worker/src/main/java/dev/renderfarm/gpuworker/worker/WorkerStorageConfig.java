package dev.renderfarm.gpuworker.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where the bucket is. */
@ConfigMapping(prefix = "renderfarm.storage")
public interface WorkerStorageConfig {

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
}
