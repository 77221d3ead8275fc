package dev.renderfarm.coordinator.app;

import dev.renderfarm.coordinator.ledger.process.RunningStream;
import dev.renderfarm.coordinator.status.EndedBatches;
import dev.renderfarm.coordinator.status.StatusTimes;
import dev.renderfarm.coordinator.workers.WorkerRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What the process tells of the farm as a whole. */
@Singleton
class FarmMeters {

    @Produces
    @Singleton
    MeterFilter uris() {
        return new RouteLabels();
    }

    @Produces
    @Singleton
    EndedBatches endings(MeterRegistry meters) {
        return new MeteredForecasts(meters, new MeteredEndedBatches(meters));
    }

    @Produces
    @Singleton
    StatusTimes statusTimes(MeterRegistry meters) {
        return new MeteredStatusTimes(meters, InstantSource.system());
    }

    /**
     * @param endings asked for, so that its counters stand at 0 before the first batch ends
     * @param times the same
     */
    void register(
            @Observes StartupEvent event,
            MeterRegistry meters,
            WorkerRegistry workers,
            RunningStream ledger,
            EndedBatches endings,
            StatusTimes times) {
        Gauge.builder("renderfarm.workers.live", workers, FarmMeters::live)
                .description("Workers heard of just now")
                .register(meters);
        Gauge.builder("renderfarm.ledger.readable", ledger, stream -> stream.isReadable() ? 1 : 0)
                .description("1 while this process can read the ledger's tables")
                .register(meters);
    }

    private static double live(WorkerRegistry workers) {
        return workers.views().stream().filter(worker -> worker.live()).count();
    }
}
