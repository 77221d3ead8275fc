package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** How the farm is shared. The same on every coordinator. */
@ConfigMapping(prefix = "renderfarm.tenants")
public interface TenantsConfig {

    /** Each as {@code NAME=WEIGHT}; a tenant that is not named has 1. */
    Optional<List<String>> weights();
}
