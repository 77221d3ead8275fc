package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.gpuworker.check.PictureChecks;
import dev.renderfarm.gpuworker.claim.ClaimAhead;
import dev.renderfarm.gpuworker.claim.GatedQueue;
import dev.renderfarm.gpuworker.claim.Places;
import dev.renderfarm.gpuworker.claim.ShareConsumers;
import dev.renderfarm.gpuworker.claim.ShareGroupQueue;
import dev.renderfarm.gpuworker.claim.TaskQueue;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.render.Renderer;
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
import dev.renderfarm.gpuworker.status.UnwantedBatches;
import dev.renderfarm.gpuworker.store.BucketReader;
import dev.renderfarm.gpuworker.store.BucketWriter;
import dev.renderfarm.gpuworker.store.ImageStore;
import dev.renderfarm.gpuworker.store.Patience;
import dev.renderfarm.gpuworker.store.RedeliveryNotes;
import dev.renderfarm.gpuworker.store.StorageProbe;
import dev.renderfarm.gpuworker.store.ThumbnailWriter;
import dev.renderfarm.gpuworker.trace.TaskTraces;
import dev.renderfarm.gpuworker.worker.WorkerProcess.Identity;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** Puts the slots together and runs each on a thread of its own. */
@Singleton
final class SlotThreads {

    /** For giving back and closing once the drain is over. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** To join the share group again takes a second. */
    private static final Duration SPARE_AFTER = Duration.ofSeconds(30);

    /** A third of a lock, as the coordinator sets it. */
    private static final Duration LONGEST_UNASKED = Duration.ofSeconds(5);

    private final WorkerConfig config;
    private final FarmTopics topics;
    private final Map<String, Object> kafka;
    private final SlotServices services;
    private final MonotonicTime time;
    private final List<Slot> slots = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    SlotThreads(
            WorkerConfig config,
            FarmTopics topics,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            SlotServices services,
            MonotonicTime time) {
        this.config = config;
        this.topics = topics;
        this.kafka = kafka;
        this.services = services;
        this.time = time;
    }

    /** What all slots share. */
    record SlotServices(
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
            InstantSource clock) {}

    synchronized void start(Identity worker, Renderer renderer, StorageProbe probe) {
        TaskFlow flow = flow(worker, renderer, probe);
        start(Lane.BATCH, "slot-", 0, config.allSlots(), 1 + config.slots(), config.microBatch(), worker, flow);
        start(Lane.INTERACTIVE, "interactive-", config.allSlots(), WorkerConfig.INTERACTIVE_SLOTS, 1, 1, worker, flow);
    }

    /**
     * @param first number of its slots
     * @param ahead places before the device that they share
     */
    private void start(
            Lane lane,
            String prefix,
            int first,
            int number,
            int ahead,
            int microBatch,
            Identity worker,
            TaskFlow flow) {
        ModelName model = worker.manifest().name();
        ShareConsumers consumers = new ShareConsumers(kafka, topics.workersGroup(model, lane), microBatch);
        Places places = new Places(ahead, SPARE_AFTER, LONGEST_UNASKED, time);
        for (int i = 0; i < number; i++) {
            int slotNumber = first + i;
            String name = prefix + i;
            ShareGroupQueue group = new ShareGroupQueue(
                    topics.tasks(model, lane),
                    () -> consumers.create(worker.workerId() + "-" + name),
                    services.backoff(),
                    services.sleeper(),
                    services.clock());
            BooleanSupplier mayClaim = () -> services.drain().mayClaim()
                    && maySign(worker)
                    && services.fitness().mayClaim(slotNumber);
            TaskQueue queue = new GatedQueue(new ClaimAhead(group, places, mayClaim), mayClaim, services.sleeper());
            Slot slot = new Slot(
                    queue, flow, services.load(), services.meters(), services.drain(), config.taskTimeout(), time);
            slots.add(slot);
            Thread thread = new Thread(slot, name);
            threads.add(thread);
            thread.start();
        }
    }

    /** Else the worker is set aside. */
    private boolean maySign(Identity worker) {
        Optional<String> lapse = worker.signing().lapse();
        if (lapse.isPresent() && !services.fitness().isSetAside()) {
            services.fitness().setAside(FailureCode.CERTIFICATE_EXPIRED, lapse.get());
        }
        return lapse.isEmpty();
    }

    /** Claims nothing more, and returns when all slots have finished or given back what they held. */
    synchronized void drain(Duration timeout) throws InterruptedException {
        services.drain().begin(timeout);
        Instant end = time.instant().plus(timeout).plus(GRACE);
        for (Thread thread : threads) {
            thread.join(Math.max(1, Duration.between(time.instant(), end).toMillis()));
        }
    }

    /** Every slot goes on, and none waits for a device that hangs. */
    boolean areAllAlive() {
        return slots.stream().allMatch(Slot::isAlive);
    }

    /** Stripes that take the place of pictures are all alike. */
    private PictureChecks checks() {
        PictureChecks checks = PictureChecks.of(config.pictureChecks().orElse(Set.of()));
        return config.renderer() == WorkerConfig.RendererKind.FAKE ? checks.withoutComparison() : checks;
    }

    private TaskFlow flow(Identity worker, Renderer renderer, StorageProbe probe) {
        ModelManifest manifest = worker.manifest();
        Patience patience =
                new Patience(services.backoff(), config.uploadTimeout(), services.sleeper(), services.clock());
        ThumbnailWriter thumbnails = config.thumbnails()
                ? ThumbnailWriter.into(services.objects(), services.meters()::thumbnailLeftOut)
                : ThumbnailWriter.NONE;
        BucketWriter bucket = new BucketWriter(services.objects(), probe, services.fitness(), patience);
        BucketReader sources = new BucketReader(services.objects(), probe, services.fitness(), patience);
        ImageStore store = new ImageStore(bucket, thumbnails);
        RedeliveryNotes redeliveries = new RedeliveryNotes(services.objects(), worker.workerId());
        return new TaskFlow(
                new Admission(
                        worker.workerId(), manifest.name(), services.unwanted(), services.fitness(), redeliveries),
                new Canvases(sources, services.clock()),
                renderer,
                checks(),
                new PictureStoring(
                        worker.workerId(),
                        manifest,
                        config.pngLevel(),
                        worker.signing(),
                        store,
                        services.meters(),
                        services.clock()),
                new ResultReports(
                        worker.workerId(),
                        manifest.digest(),
                        services.reporter(),
                        services.meters(),
                        services.fitness(),
                        services.traces(),
                        services.clock()),
                services.meters(),
                services.traces(),
                redeliveries);
    }
}
