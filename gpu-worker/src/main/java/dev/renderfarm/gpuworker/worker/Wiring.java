package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.gpuworker.backoff.Backoff;
import dev.renderfarm.gpuworker.backoff.Sleeper;
import dev.renderfarm.gpuworker.report.ResultReporter;
import dev.renderfarm.gpuworker.slot.Drain;
import dev.renderfarm.gpuworker.slot.Tally;
import dev.renderfarm.gpuworker.slot.Workload;
import dev.renderfarm.gpuworker.status.UnwantedBatches;
import dev.renderfarm.objectstore.s3.S3ObjectStore;
import dev.renderfarm.objectstore.s3.S3Settings;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;

/** Makes beans of the plain classes that last as long as the process. */
@Singleton
final class Wiring {

    private static final int REMEMBERED_BATCHES = 10_000;

    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Sleeper sleeper() {
        return Sleeper.REAL;
    }

    @Produces
    @Singleton
    Backoff backoff(WorkerConfig config) {
        return new Backoff(config.retry().firstWait(), config.retry().longestWait(), new SecureRandom());
    }

    @Produces
    @Singleton
    UnwantedBatches unwantedBatches() {
        return new UnwantedBatches(REMEMBERED_BATCHES);
    }

    @Produces
    @Singleton
    Life life() {
        return new Life();
    }

    @Produces
    @Singleton
    Drain drain(InstantSource clock) {
        return new Drain(clock);
    }

    @Produces
    @Singleton
    Workload workload(InstantSource clock) {
        return new Workload(clock);
    }

    @Produces
    @Singleton
    Tally tally(Workload workload, MeterRegistry meters) {
        return new MeteredTally(workload, meters);
    }

    @Produces
    @Singleton
    SlotThreads.Parts slotParts(
            ObjectStore objects,
            ResultReporter reporter,
            UnwantedBatches unwanted,
            Workload workload,
            Tally tally,
            Drain drain,
            Backoff backoff,
            Sleeper sleeper,
            InstantSource clock) {
        return new SlotThreads.Parts(objects, reporter, unwanted, workload, tally, drain, backoff, sleeper, clock);
    }

    @Produces
    @Singleton
    ObjectStore objectStore(StorageConfig config) {
        return new S3ObjectStore(new S3Settings(
                config.endpoint(),
                config.region(),
                config.bucket(),
                config.accessKey(),
                config.secretKey(),
                config.timeout()));
    }

    void close(@Disposes ObjectStore store) {
        store.close();
    }
}
