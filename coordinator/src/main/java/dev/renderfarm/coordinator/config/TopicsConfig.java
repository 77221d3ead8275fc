package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The farm's topics. Counts hold for topics that are created; those that exist are left as they are. */
@ConfigMapping(prefix = "renderfarm.topics")
public interface TopicsConfig {

    /** Of the topics keyed by batch, and so of the ledger: at most as many coordinators share its work. */
    @WithDefault("4")
    int partitions();

    /** Of each model's task topic. One shares the work out best; more are for farms of more than 2,000 slots. */
    @WithDefault("1")
    int taskPartitions();

    /** Copies of every topic, of the ledger's own as well. 3 where there are three brokers. */
    @WithDefault("1")
    short replicationFactor();

    /** How long a worker holds a task without a sign of life before the broker gives it to another one. */
    @WithDefault("PT15S")
    Duration taskLock();
}
