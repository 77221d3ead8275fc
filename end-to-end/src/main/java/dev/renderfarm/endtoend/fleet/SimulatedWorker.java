package dev.renderfarm.endtoend.fleet;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.worker.WorkerActivity;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.endtoend.tally.Tally;
import dev.renderfarm.gpuworker.check.PictureChecks;
import dev.renderfarm.gpuworker.claim.ClaimAhead;
import dev.renderfarm.gpuworker.claim.GatedQueue;
import dev.renderfarm.gpuworker.claim.Places;
import dev.renderfarm.gpuworker.claim.ShareConsumers;
import dev.renderfarm.gpuworker.claim.ShareGroupQueue;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.png.PngLevel;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.gpuworker.report.ResultReporter;
import dev.renderfarm.gpuworker.slot.Admission;
import dev.renderfarm.gpuworker.slot.Drain;
import dev.renderfarm.gpuworker.slot.PictureStoring;
import dev.renderfarm.gpuworker.slot.ResultReports;
import dev.renderfarm.gpuworker.slot.Slot;
import dev.renderfarm.gpuworker.slot.SlotMeters;
import dev.renderfarm.gpuworker.slot.TaskFlow;
import dev.renderfarm.gpuworker.slot.WorkerLoad;
import dev.renderfarm.gpuworker.source.Canvases;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.status.UnwantedBatches;
import dev.renderfarm.gpuworker.store.BucketReader;
import dev.renderfarm.gpuworker.store.BucketWriter;
import dev.renderfarm.gpuworker.store.ImageStore;
import dev.renderfarm.gpuworker.store.Patience;
import dev.renderfarm.gpuworker.store.RedeliveryNotes;
import dev.renderfarm.gpuworker.store.StorageProbe;
import dev.renderfarm.gpuworker.store.ThumbnailWriter;
import dev.renderfarm.gpuworker.trace.TaskTraces;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One worker: the slots, queues, store and reports of a real one with a {@link VirtualRenderer}. What a real one has
 * besides is left out: it loads no model, follows no batch's status, and is not mended once it is set aside.
 */
final class SimulatedWorker {

    private static final int MICRO_BATCH = 1;
    private static final Duration SPARE_AFTER = Duration.ofSeconds(30);

    private static final Duration LONGEST_UNASKED = Duration.ofSeconds(5);
    private static final Duration TASK_TIMEOUT = Duration.ofMinutes(30);
    private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(1);
    private static final int FAILURES_IN_A_ROW = 3;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Backoff BACKOFF =
            Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(5), Jitter.downTo(0.1, RANDOM));

    private final WorkerId id;
    private final ModelManifest model;
    private final VirtualRenderer renderer;
    private final WorkerLoad load;
    private final Drain drain;
    private final Fitness fitness;
    private final Instant startedAt;
    private final InstantSource clock;
    private final List<Thread> threads = new ArrayList<>();

    /** What all workers of a fleet share. */
    record Surroundings(
            FarmTopics topics,
            Map<String, Object> kafka,
            ObjectStore objects,
            ResultReporter reporter,
            Tally tally,
            InstantSource clock) {}

    SimulatedWorker(WorkerId id, FleetSpec.Pool pool, int slots, Surroundings around) {
        this.id = id;
        this.model = pool.model();
        this.clock = around.clock();
        this.renderer = new VirtualRenderer(model.name(), pool.timePerImage(), around.tally(), clock, Sleeper.REAL);
        this.load = new WorkerLoad(clock);
        this.drain = new Drain(clock);
        this.fitness = new Fitness(FAILURES_IN_A_ROW, BACKOFF, () -> {}, clock);
        this.startedAt = clock.instant();
        assemble(slots, around);
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Claims nothing more; what is in hand is finished. */
    void drain(Duration timeout) {
        drain.begin(timeout);
    }

    void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    WorkerHeartbeat heartbeat() {
        WorkerLoad.Snapshot now = load.snapshot();
        OptionalDouble busy = renderer.device().use().recentRatio();
        return new WorkerHeartbeat(
                id,
                state(),
                model.name(),
                model.digest(),
                renderer.device().name(),
                threads.size(),
                now.held(),
                now.imagesPerSecond(),
                busy.isPresent() ? busy.getAsDouble() : null,
                now.rendered(),
                now.failed(),
                startedAt,
                clock.instant(),
                fitness.problem().orElse(null),
                null,
                null,
                now.drawing());
    }

    private WorkerState state() {
        if (drain.hasBegun()) {
            return threads.stream().anyMatch(Thread::isAlive) ? WorkerState.DRAINING : WorkerState.STOPPED;
        }
        return fitness.isSetAside() ? WorkerState.SET_ASIDE : WorkerState.READY;
    }

    private void assemble(int slots, Surroundings around) {
        SlotMeters meters = new LoadMeters(load);
        TaskFlow flow = flow(around, meters);
        MonotonicTime time = new MonotonicTime();
        Places places = new Places(1 + slots, SPARE_AFTER, LONGEST_UNASKED, time);
        ShareConsumers consumers =
                new ShareConsumers(around.kafka(), around.topics().workersGroup(model.name(), Lane.BATCH), MICRO_BATCH);
        for (int i = 0; i < 2 * (1 + slots); i++) {
            int number = i;
            String name = id + "-slot-" + number;
            ShareGroupQueue group = new ShareGroupQueue(
                    around.topics().tasks(model.name(), Lane.BATCH),
                    () -> consumers.create(name),
                    BACKOFF,
                    Sleeper.REAL,
                    clock);
            BooleanSupplier mayClaim = () -> !drain.hasBegun() && fitness.mayClaim(number);
            GatedQueue queue = new GatedQueue(new ClaimAhead(group, places, mayClaim), mayClaim, Sleeper.REAL);
            WatchedQueue watched = new WatchedQueue(queue, model.name(), around.tally());
            threads.add(new Thread(new Slot(watched, flow, load, meters, drain, TASK_TIMEOUT, time), name));
        }
    }

    private TaskFlow flow(Surroundings around, SlotMeters meters) {
        StorageProbe probe = new StorageProbe(around.objects(), id, RANDOM);
        Patience patience = new Patience(BACKOFF, UPLOAD_TIMEOUT, Sleeper.REAL, clock);
        BucketWriter bucket = new BucketWriter(around.objects(), probe, fitness, patience);
        BucketReader sources = new BucketReader(around.objects(), probe, fitness, patience);
        ImageStore store = new ImageStore(bucket, ThumbnailWriter.NONE);
        RedeliveryNotes redeliveries = new RedeliveryNotes(around.objects(), id);
        return new TaskFlow(
                new Admission(id, model.name(), new UnwantedBatches(1), fitness, redeliveries),
                new Canvases(sources, clock),
                renderer,
                PictureChecks.ALL.withoutComparison(),
                new PictureStoring(id, model, PngLevel.FAST, FileSigning.NONE, store, meters, clock),
                new ResultReports(id, model.digest(), around.reporter(), meters, fitness, TaskTraces.NONE, clock),
                meters,
                TaskTraces.NONE,
                redeliveries);
    }

    private record LoadMeters(WorkerLoad load) implements SlotMeters {

        @Override
        public void busySlots(int count) {}

        @Override
        public void took(Map<Stage, Duration> times) {}

        @Override
        public void reported(TaskOutcome outcome, Duration took, @Nullable Traceparent trace) {
            load.count(outcome);
        }

        @Override
        public void drawing(WorkerActivity now) {
            load.drawing(now);
        }

        @Override
        public void drawnNoMore(TaskId first) {
            load.drawnNoMore(first);
        }

        @Override
        public void thumbnailLeftOut() {}
    }
}
