package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Item parts that are read ahead for dispatching. */
@ConfigMapping(prefix = "renderfarm.items")
public interface ItemsConfig {

    /** Parts of 1,000 requests held in memory, about 1 MB each. */
    @WithDefault("16")
    int cachedParts();

    /** As many parts of batches that somebody looks at are held besides. */
    @WithDefault("8")
    int viewedParts();
}
