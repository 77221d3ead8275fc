package dev.renderfarm.coordinator.app;

import dev.renderfarm.coordinator.config.StreamsConfig;
import dev.renderfarm.coordinator.fairness.HeardBatches;
import dev.renderfarm.coordinator.identity.FarmOwnership;
import dev.renderfarm.coordinator.ledger.process.LedgerRecovery;
import dev.renderfarm.coordinator.ledger.process.LedgerRunner;
import dev.renderfarm.coordinator.ledger.process.RunningStream;
import dev.renderfarm.coordinator.ledger.process.SteadyReading;
import dev.renderfarm.coordinator.queue.QueueWatch;
import dev.renderfarm.coordinator.topics.TopicSetup;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** Runs the ledger for as long as the process does, and says how it is. */
@Singleton
class LedgerLife {

    private static final String NAME = "ledger";
    private static final long STOP_WITHIN_MILLIS = 5_000;

    private final LedgerRunner runner;
    private final OwnershipLife settling;
    private final FarmOwnership ownership;
    private final TopicSetup setup;
    private final RunningStream stream;
    private final SteadyReading reading;
    private final LedgerRecovery recovery;
    private final boolean enabled;
    private final Thread thread;
    private final Thread queueThread;
    private final Thread sharesThread;

    LedgerLife(
            LedgerRunner runner,
            OwnershipLife settling,
            FarmOwnership ownership,
            TopicSetup setup,
            RunningStream stream,
            SteadyReading reading,
            LedgerRecovery recovery,
            QueueWatch queues,
            HeardBatches heard,
            StreamsConfig config) {
        this.runner = runner;
        this.settling = settling;
        this.ownership = ownership;
        this.setup = setup;
        this.stream = stream;
        this.reading = reading;
        this.recovery = recovery;
        this.enabled = config.enabled();
        this.thread = new Thread(() -> onceSettled(runner), "ledger-runner");
        this.queueThread = new Thread(() -> onceSettled(queues), "task-queues");
        this.sharesThread = new Thread(() -> onceSettled(heard), "farm-shares");
        thread.setDaemon(true);
        sharesThread.setDaemon(true);
        queueThread.setDaemon(true);
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            thread.start();
            queueThread.start();
            sharesThread.start();
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        thread.interrupt();
        queueThread.interrupt();
        sharesThread.interrupt();
        thread.join(STOP_WITHIN_MILLIS);
        stream.stop();
    }

    private void onceSettled(Runnable work) {
        try {
            settling.await();
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Running is not enough: after a crash the tables can be read only when the dead member's session has ended. A moment in
     * which they cannot be read is waited for by those who ask.
     */
    @Produces
    @Readiness
    HealthCheck ready() {
        return () -> {
            var answer = HealthCheckResponse.named(NAME).status(!enabled || reading.holds());
            if (enabled) {
                stream.hopelessBecause()
                        .or(ownership::problem)
                        .or(setup::problem)
                        .or(recovery::state)
                        .ifPresent(reason -> answer.withData("reason", reason));
            }
            return answer.build();
        };
    }

    @Produces
    @Liveness
    HealthCheck live() {
        return () -> {
            boolean lost = runner.hasGivenUp();
            var answer = HealthCheckResponse.named(NAME).status(!lost);
            if (lost) {
                answer.withData("reason", recovery.state().orElse("the ledger failed again and again"));
            }
            return answer.build();
        };
    }
}
