package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** The S3-compatible bucket. */
@ConfigMapping(prefix = "renderfarm.storage")
public interface StorageConfig {

    /** Such as {@code http://127.0.0.1:9000}. */
    URI endpoint();

    /** Empty is no access: give what the server was set up with. */
    String accessKey();

    /** Best given by the environment variable {@code RENDERFARM_STORAGE_SECRET_KEY}. */
    String secretKey();

    @WithDefault("renderfarm")
    String bucket();

    @WithDefault("us-east-1")
    String region();

    /** Of a connection, and of any read or write that makes no progress. */
    @WithDefault("PT15S")
    Duration timeout();

    /** Calls to the server at once, and connections that are kept to it; more calls wait for their turn. */
    @WithDefault("32")
    int maxConnections();
}
