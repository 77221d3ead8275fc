package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.access.KeyUse;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.coordinator.access.Gate;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import dev.renderfarm.coordinator.config.AccessConfig;
import dev.renderfarm.coordinator.config.StreamsConfig;
import dev.renderfarm.coordinator.keys.FirstKey;
import dev.renderfarm.coordinator.keys.KeyDesk;
import dev.renderfarm.coordinator.keys.KeyFollower;
import dev.renderfarm.coordinator.keys.KeyPublisher;
import dev.renderfarm.coordinator.keys.KeyRing;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the keys for as long as the process runs, tells now and then which were used and forgets those that have ended. */
@Singleton
class AccessLife {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLife.class);
    private static final long ROUND_SECONDS = 60;

    private final KeyRing ring;
    private final FirstKey first;
    private final KeyDesk desk;
    private final KeyPublisher publisher;
    private final OwnershipLife settling;
    private final AccessConfig config;
    private final boolean keyed;
    private final boolean enabled;
    private final KeyFollower follower;
    private final Thread following;
    private final Thread telling;

    AccessLife(
            KeyRing ring,
            FirstKey first,
            KeyDesk desk,
            Gate gate,
            KeyPublisher publisher,
            KafkaClients kafka,
            FarmTopics names,
            OwnershipLife settling,
            AccessConfig config,
            StreamsConfig streams) {
        this.ring = ring;
        this.first = first;
        this.desk = desk;
        this.publisher = publisher;
        this.settling = settling;
        this.config = config;
        this.keyed = gate.isKeyed();
        this.enabled = streams.enabled();
        this.follower = new KeyFollower(names.keys(), kafka::reader, ring, this::letIn, first::read);
        this.following = daemon("access-keys", follower);
        this.telling = daemon("access-key-uses", this::tell);
    }

    private Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(() -> onceSettled(work), name);
        thread.setDaemon(true);
        return thread;
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            following.start();
            telling.start();
        } else {
            ring.complete();
            letIn();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        following.interrupt();
        telling.interrupt();
    }

    /** Nobody is let in where nobody is kept out. */
    private void letIn() {
        if (keyed) {
            try {
                first.ensure();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void onceSettled(Runnable work) {
        try {
            settling.await();
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(ROUND_SECONDS);
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        try {
            for (KeyUse use : ring.untold(config.lastUse())) {
                publisher.publish(use);
            }
            desk.forgetEnded();
        } catch (BrokerUnavailableException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e.getMessage())
                    .log("last uses of keys are told, and keys that have ended forgotten, later");
        } catch (RuntimeException e) { // an error of the farm's own must not end the rounds
            LOG.atError().setCause(e).log("the round of the keys failed, beginning anew");
        }
    }

    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> {
            boolean followed = !enabled || following.isAlive();
            var answer = HealthCheckResponse.named("keys").status(ring.areKnown() && followed);
            follower.problem().filter(problem -> enabled).ifPresent(problem -> answer.withData("reason", problem));
            return answer.build();
        };
    }
}
