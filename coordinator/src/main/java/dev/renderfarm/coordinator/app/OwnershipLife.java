package dev.renderfarm.coordinator.app;

import dev.renderfarm.coordinator.config.StreamsConfig;
import dev.renderfarm.coordinator.identity.FarmOwnership;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles whose topics and bucket these are before anything else in the process begins, and ends the process where they
 * do not belong together. Where broker or bucket are away it lets the process start, to say so, and goes on trying.
 */
@Singleton
class OwnershipLife {

    private static final Logger LOG = LoggerFactory.getLogger(OwnershipLife.class);
    private static final Duration BEFORE_ALL_ELSE = Duration.ofSeconds(15);

    private final FarmOwnership ownership;
    private final boolean enabled;
    private final Thread thread;
    private volatile boolean started;

    OwnershipLife(FarmOwnership ownership, StreamsConfig config) {
        this.ownership = ownership;
        this.enabled = config.enabled();
        this.thread = new Thread(this::settle, "farm-ownership");
        thread.setDaemon(true);
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event)
            throws InterruptedException {
        if (!enabled) {
            return;
        }
        thread.start();
        thread.join(BEFORE_ALL_ELSE.toMillis());
        started = true;
        if (ownership.refusal().isPresent()) {
            throw new ConfigurationException(ownership.refusal().get());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
    }

    /** Returns when topics and bucket are known to be one farm's. */
    void await() throws InterruptedException {
        thread.join();
        if (ownership.farm().isEmpty()) {
            throw new InterruptedException("it was not settled whose topics and bucket these are");
        }
    }

    private void settle() {
        ownership.run();
        if (started && ownership.refusal().isPresent()) {
            LOG.atError().addKeyValue("problem", ownership.refusal().get()).log("the coordinator must not run");
            Quarkus.asyncExit(1);
        }
    }
}
