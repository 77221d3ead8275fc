package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.gpuworker.drain.DrainRequests;
import dev.renderfarm.gpuworker.farm.FarmMembership;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.report.ResultReporter;
import dev.renderfarm.gpuworker.slot.Drain;
import dev.renderfarm.gpuworker.slot.SlotMeters;
import dev.renderfarm.gpuworker.slot.WorkerLoad;
import dev.renderfarm.gpuworker.status.UnwantedBatches;
import dev.renderfarm.gpuworker.trace.TaskTraces;
import dev.renderfarm.objectstore.owner.OwnedObjectStore;
import dev.renderfarm.objectstore.s3.S3ObjectStore;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes beans of the plain classes that last as long as the process. */
@Singleton
final class Wiring {

    private static final int REMEMBERED_BATCHES = 10_000;
    private static final double LEAST_SHARE_OF_A_WAIT = 0.1;
    private static final Duration FIRST_TIME_ASIDE = Duration.ofSeconds(10);

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    @Typed(MonotonicTime.class)
    MonotonicTime monotonicTime() {
        return new MonotonicTime();
    }

    @Produces
    @Singleton
    FarmTopics topics(@ConfigProperty(name = "renderfarm.farm-name") FarmName farm) {
        return new FarmTopics(farm);
    }

    @Produces
    @Singleton
    Sleeper sleeper() {
        return Sleeper.REAL;
    }

    @Produces
    @Singleton
    Backoff backoff(WorkerConfig config) {
        return Backoff.doubling(
                config.retry().firstWait(),
                config.retry().longestWait(),
                Jitter.downTo(LEAST_SHARE_OF_A_WAIT, new SecureRandom()));
    }

    @Produces
    @Singleton
    UnwantedBatches unwantedBatches() {
        return new UnwantedBatches(REMEMBERED_BATCHES);
    }

    @Produces
    @Singleton
    Fitness fitness(WorkerConfig config, Heartbeats heartbeats, InstantSource clock) {
        Duration longest = config.setAside().longest();
        Duration first = longest.compareTo(FIRST_TIME_ASIDE) < 0 ? longest : FIRST_TIME_ASIDE;
        return new Fitness(
                config.setAside().failuresInARow(),
                Backoff.doubling(first, longest, Jitter.NONE),
                heartbeats::now,
                clock);
    }

    @Produces
    @Singleton
    Life life(Fitness fitness) {
        return new Life(fitness);
    }

    @Produces
    @Singleton
    Drain drain(InstantSource clock) {
        return new Drain(clock);
    }

    @Produces
    @Singleton
    DrainRequests drainRequests() {
        return new DrainRequests();
    }

    @Produces
    @Singleton
    WorkerLoad load(InstantSource clock) {
        return new WorkerLoad(clock);
    }

    @Produces
    @Singleton
    SlotMeters meters(WorkerLoad load, TaskExemplars exemplars, MeterRegistry registry) {
        return new MicrometerSlotMeters(load, exemplars, registry);
    }

    @Produces
    @Singleton
    SlotThreads.SlotServices slotServices(
            ObjectStore objects,
            ResultReporter reporter,
            UnwantedBatches unwanted,
            WorkerLoad load,
            SlotMeters meters,
            TaskTraces traces,
            Drain drain,
            Fitness fitness,
            Backoff backoff,
            Sleeper sleeper,
            InstantSource clock) {
        return new SlotThreads.SlotServices(
                objects, reporter, unwanted, load, meters, traces, drain, fitness, backoff, sleeper, clock);
    }

    @Produces
    @Singleton
    FarmMembership membership(
            S3ObjectStore bucket,
            WorkerStorageConfig config,
            Backoff backoff,
            Sleeper sleeper,
            InstantSource clock,
            Fitness fitness) {
        return new FarmMembership(
                bucket,
                config.bucket(),
                backoff,
                sleeper,
                clock,
                trouble -> fitness.setAside(trouble.code(), trouble.reason()));
    }

    @Produces
    @Singleton
    ObjectStore objectStore(S3ObjectStore bucket, FarmMembership membership, InstantSource clock) {
        return new OwnedObjectStore(bucket, membership::farm, clock);
    }

    /** Whosever it is: only to find out that, everyone else takes the {@link ObjectStore}. */
    @Produces
    @Singleton
    @Typed(S3ObjectStore.class)
    S3ObjectStore bucket(WorkerStorageConfig storage, WorkerConfig config) {
        return new S3ObjectStore(storage.settings(config.allSlots()));
    }

    void close(@Disposes ObjectStore store) {
        store.close();
    }
}
