package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import java.util.List;
import java.util.Optional;

/** How the farm is shared. The same on every coordinator. */
@ConfigMapping(prefix = "renderfarm.tenants")
public interface TenantsConfig {

    /** Each as {@code NAME=WEIGHT}; a tenant that is not named has 1. */
    Optional<List<String>> weights();

    /**
     * What tenants may have, each as {@code NAME:BUDGET=LIMIT}; {@code *} is every tenant that has none of its own of that
     * kind. Of {@code completed_per_day}, {@code device_seconds_per_month}, {@code cost_per_month},
     * {@code open_batches}, {@code in_flight} and {@code bytes}; what is not named is unlimited.
     */
    Optional<List<String>> budgets();
}
