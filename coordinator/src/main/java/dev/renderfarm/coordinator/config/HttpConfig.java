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

    /**
     * Uploads and files of batches on their way to the bucket. Of this process alone: it is emptied at start and
     * removed at the end.
     */
    Path uploadDir();

    Bodies bodies();

    /**
     * Bodies of requests and answers. Each of the exchanges that are counted here holds a thread, so the four numbers
     * together stay below {@code quarkus.thread-pool.max-threads}, 200 at least.
     */
    interface Bodies {

        /** Uploads that are read and stored at once; one more is answered with 503. */
        @WithDefault("48")
        int maxUploads();

        /** Files and pictures that are handed out at once; one more is answered with 503. */
        @WithDefault("48")
        int maxDownloads();

        /** Other requests with a body that are served at once; one more is answered with 503. */
        @WithDefault("48")
        int maxOthers();

        /** Requests for pictures that are waited for at once; one more is answered with 503. */
        @WithDefault("48")
        int maxPictures();

        /** Bytes that a client has to send, or to take, each second on the average of a window; else it is cut off. */
        @WithDefault("1K")
        MemorySize minRate();

        /** By how long a stretch of time a sender is judged. He is told with 408. */
        @WithDefault("PT10S")
        Duration sendWindow();

        /** By how long a stretch of time a reader is judged, who may have something to do with what he has read. */
        @WithDefault("PT2M")
        Duration readWindow();
    }
}
