package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The Kafka Streams application that is the ledger. */
@ConfigMapping(prefix = "renderfarm.streams")
public interface StreamsConfig {

    /** Whether this process takes part in the ledger. */
    @WithDefault("true")
    boolean enabled();

    /** Name of the group, and prefix of the ledger's own topics and transactions. One farm, one name. */
    @WithDefault("${renderfarm.farm-name}-ledger")
    String applicationId();

    /** Where the state stores lie. What is there is a copy: without it a start takes longer. */
    @WithDefault("${java.io.tmpdir}/renderfarm-streams")
    Path stateDir();

    /** Stream threads of this process. */
    @WithDefault("1")
    int threads();

    /** Copies of the state stores on other coordinators. */
    @WithDefault("0")
    int standbyReplicas();

    /** How long what the ledger writes together may grow before it is committed and seen. */
    @WithDefault("PT0.1S")
    Duration commitInterval();

    /** After how long without a sign of life another coordinator takes over; the broker has a lower limit. */
    @WithDefault("PT6S")
    Duration sessionTimeout();

    /**
     * After how long the stream is started anew where it runs and its tables cannot be read; after as long again, the
     * process is no longer live. Reading tables back, and a broker that is away, do not count.
     */
    @WithDefault("PT3M")
    Duration unreadableLimit();

    /** Native memory of all state stores together, in bytes. */
    @WithDefault("67108864")
    long storeMemory();

    /** Further settings of Kafka's clients, by their own names: security and the like. */
    Map<String, String> client();
}
