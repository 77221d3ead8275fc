package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.worker.WorkerState;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Started: the model is warm, or the worker is set aside, which a restart would not mend. Ready: warmed up, not set aside,
 * and the broker takes heartbeats. Alive: the device does not hang.
 */
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
        return () -> {
            HealthCheckResponseBuilder response = HealthCheckResponse.named("worker")
                    .status(life.state() == WorkerState.READY && heartbeats.areTaken())
                    .withData("state", life.state().wireName())
                    .withData("broker", heartbeats.areTaken() ? "reachable" : "away");
            life.problem().ifPresent(problem -> response.withData(
                            "code", problem.code().wireName())
                    .withData("reason", problem.detail())
                    .withData("since", problem.since().toString()));
            return response.build();
        };
    }

    @Produces
    @Startup
    @Singleton
    HealthCheck start() {
        return () -> HealthCheckResponse.named("start")
                .status(life.state() != WorkerState.STARTING)
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
