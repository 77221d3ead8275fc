package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.worker.WorkerState;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Ready: warmed up, and the broker takes heartbeats. Alive: the device does not hang. */
@Singleton
final class HealthChecks {

    private final Life life;
    private final Heartbeats heartbeats;
    private final SlotThreads slots;

    HealthChecks(Life life, Heartbeats heartbeats, SlotThreads slots) {
        this.life = life;
        this.heartbeats = heartbeats;
        this.slots = slots;
    }

    @Produces
    @Readiness
    @Singleton
    HealthCheck readiness() {
        return () -> HealthCheckResponse.named("worker")
                .status(life.state() == WorkerState.READY && heartbeats.areTaken())
                .withData("state", life.state().wireName())
                .withData("broker", heartbeats.areTaken() ? "reachable" : "away")
                .build();
    }

    @Produces
    @Liveness
    @Singleton
    HealthCheck liveness() {
        return () ->
                HealthCheckResponse.named("device").status(slots.areAllAlive()).build();
    }
}
