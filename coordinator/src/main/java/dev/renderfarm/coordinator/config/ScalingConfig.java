package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is told to those who scale the workers. */
@ConfigMapping(prefix = "renderfarm.scaling")
public interface ScalingConfig {

    /** What a picture takes on one worker, as long as no worker of the model has rendered. */
    @WithDefault("PT5S")
    Duration timePerImage();
}
