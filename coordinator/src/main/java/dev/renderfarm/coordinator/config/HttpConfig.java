package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
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
}
