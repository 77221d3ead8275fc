package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Several coordinators as one farm. */
@ConfigMapping(prefix = "renderfarm.replicas")
public interface ReplicasConfig {

    /**
     * HOST:PORT by which the other coordinators ask this one, in plain HTTP. Without it each tells of the batches that it
     * keeps itself, and answers 503 of the others.
     */
    Optional<String> address();

    /** What this coordinator is called, for an address that is made of it. */
    Optional<String> name();

    /** How long a request waits for a batch that moves from one coordinator to another before it is answered with 503. */
    @WithDefault("PT10S")
    Duration patience();

    /** How long another coordinator's answer is waited for. */
    @WithDefault("PT10S")
    Duration answerWithin();

    /**
     * How long a coordinator that was told to stop answers on while it is not ready any more, so that what stands before it
     * sends nothing to it when it stops. It has to see that in this time.
     */
    @WithDefault("PT0S")
    Duration leaveAfter();
}
