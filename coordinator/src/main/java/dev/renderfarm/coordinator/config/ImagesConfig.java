package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Pictures that somebody waits for. */
@ConfigMapping(prefix = "renderfarm.images")
public interface ImagesConfig {

    /** How long an answer waits at most, and without the header {@code Prefer: wait=SECONDS}; then it is 504. */
    @WithDefault("PT60S")
    Duration longestWait();

    /**
     * Whether a request waits where no worker of its model runs, as on a farm that starts its first worker for it; else
     * it is answered with 503 at once.
     */
    @WithDefault("false")
    boolean waitForWorkers();

    /** Requests of this process that have not ended, waited for or not; one more is answered with 503. */
    @WithDefault("100")
    int maxOpen();
}
