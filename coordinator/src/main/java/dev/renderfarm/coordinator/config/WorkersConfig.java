package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What the coordinator makes of the workers' heartbeats. */
@ConfigMapping(prefix = "renderfarm.workers")
public interface WorkersConfig {

    /**
     * How long a worker is taken for live after a heartbeat. Clocks of the machines must agree within a few seconds.
     */
    @WithDefault("PT10S")
    Duration liveWindow();
}
