package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Who may use the HTTP API. */
@ConfigMapping(prefix = "renderfarm.access")
public interface AccessConfig {

    /** When a key is asked for. */
    enum Keys {
        /** Unless the server listens to this machine alone, and is asked under its name. */
        AUTO,
        /** Of everybody. */
        ALWAYS
    }

    @WithDefault("auto")
    Keys keys();

    /**
     * The key of the first admin, as {@code farm keys generate} makes one; best given by environment, {@code
     * RENDERFARM_ACCESS_FIRST_KEY}. Without it one is drawn at the first start that asks for keys, and shown once.
     */
    Optional<String> firstKey();

    /**
     * Whether {@code /q/metrics} and {@code GET /v1/autoscale} are told without a key: their numbers name models, and neither
     * tenants nor batches.
     */
    @WithDefault("true")
    boolean openMetrics();

    /** Requests with one key, on the average. */
    @WithDefault("200")
    int requestsPerSecond();

    /** Requests with one key that may come at once. */
    @WithDefault("2000")
    int requestsAtOnce();

    /** Wrong keys from one address, or of one key, before they are answered with 429. */
    @WithDefault("10")
    int wrongKeysPerMinute();

    /** To how much the last use of a key is told, and so how often it is written. */
    @WithDefault("PT1H")
    Duration lastUse();
}
