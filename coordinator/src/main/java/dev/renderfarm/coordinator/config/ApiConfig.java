package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The HTTP API. */
@ConfigMapping(prefix = "renderfarm.api")
public interface ApiConfig {

    /** How long an answer waits for the ledger to show what was asked of it. */
    @WithDefault("PT3S")
    Duration readYourWrites();

    /** Pause between the comments that keep an idle event stream open. */
    @WithDefault("PT15S")
    Duration sseHeartbeat();

    /** How often a page that follows the farm is told what has changed. */
    @WithDefault("PT1S")
    Duration sseRound();
}
