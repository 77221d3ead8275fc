package dev.renderfarm.coordinator.config;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whom the HTTP server listens to, and where it keeps what comes in. */
@ConfigMapping(prefix = "renderfarm.http")
public interface HttpConfig {

    /**
     * Names under which the farm is reached, beside localhost, IP addresses and the host of the public URL. {@code *}
     * is any: only behind a proxy that checks who asks.
     */
    Optional<Set<String>> allowedHosts();

    /** Uploads on their way to the bucket. Of this process alone: it is emptied at start and removed at the end. */
    Path uploadDir();

    Bodies bodies();

    /** Bodies of requests, and who may keep the farm waiting with one. */
    interface Bodies {

        /**
         * Uploads that are read and stored at once; one more is answered with 503. Each holds a thread, as do those of
         * {@link #maxOthers()}: together they stay below {@code quarkus.thread-pool.max-threads}, 200 at least.
         */
        @WithDefault("64")
        int maxUploads();

        /** Other requests with a body that are served at once; one more is answered with 503. */
        @WithDefault("64")
        int maxOthers();

        /** Bytes of a body that have to come each second, on the average of a window; else it is cut off with 408. */
        @WithDefault("1K")
        MemorySize minRate();

        /** By how long a stretch of time a body's pace is judged. */
        @WithDefault("PT10S")
        Duration window();
    }
}
