package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Files of the HTTP API. */
@ConfigMapping(prefix = "renderfarm.files")
public interface FilesConfig {

    /** Between two looks for files that have expired. */
    @WithDefault("PT1M")
    Duration sweepEvery();
}
