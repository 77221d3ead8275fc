package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.topic.Topics;
import dev.renderfarm.gpuworker.backoff.Backoff;
import dev.renderfarm.gpuworker.backoff.Sleeper;
import dev.renderfarm.gpuworker.claim.ShareConsumers;
import dev.renderfarm.gpuworker.claim.ShareGroupQueue;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.report.ResultReporter;
import dev.renderfarm.gpuworker.slot.Admission;
import dev.renderfarm.gpuworker.slot.Drain;
import dev.renderfarm.gpuworker.slot.Finishing;
import dev.renderfarm.gpuworker.slot.ResultDesk;
import dev.renderfarm.gpuworker.slot.Slot;
import dev.renderfarm.gpuworker.slot.Tally;
import dev.renderfarm.gpuworker.slot.TaskFlow;
import dev.renderfarm.gpuworker.slot.Workload;
import dev.renderfarm.gpuworker.status.UnwantedBatches;
import dev.renderfarm.gpuworker.store.ImageStore;
import dev.renderfarm.gpuworker.worker.WorkerProcess.Identity;
import dev.renderfarm.objectstore.store.ObjectStore;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Puts the slots together and runs each on a thread of its own. */
@Singleton
final class SlotThreads {

    /** For giving back and closing once the drain is over. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final WorkerConfig config;
    private final Map<String, Object> kafka;
    private final Parts parts;
    private final List<Slot> slots = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    SlotThreads(WorkerConfig config, @Identifier("default-kafka-broker") Map<String, Object> kafka, Parts parts) {
        this.config = config;
        this.kafka = kafka;
        this.parts = parts;
    }

    /** What all slots share. */
    record Parts(
            ObjectStore objects,
            ResultReporter reporter,
            UnwantedBatches unwanted,
            Workload workload,
            Tally tally,
            Drain drain,
            Backoff backoff,
            Sleeper sleeper,
            InstantSource clock) {}

    synchronized void start(Identity worker, Renderer renderer) {
        ModelManifest manifest = worker.manifest();
        ShareConsumers consumers = new ShareConsumers(kafka, manifest.name(), config.microBatch());
        TaskFlow flow = flow(worker, renderer);
        for (int i = 0; i < config.slots(); i++) {
            String name = "slot-" + i;
            ShareGroupQueue queue = new ShareGroupQueue(
                    Topics.tasks(manifest.name()),
                    () -> consumers.create(worker.workerId() + "-" + name),
                    parts.backoff(),
                    parts.sleeper(),
                    parts.clock());
            Slot slot = new Slot(queue, flow, parts.workload(), parts.tally(), parts.drain(), config.taskTimeout());
            slots.add(slot);
            Thread thread = new Thread(slot, name);
            threads.add(thread);
            thread.start();
        }
    }

    /** Claims nothing more, and returns when all slots have finished or given back what they held. */
    synchronized void drain(Duration timeout) throws InterruptedException {
        parts.drain().begin(timeout);
        long end = System.nanoTime() + timeout.plus(GRACE).toNanos();
        for (Thread thread : threads) {
            thread.join(Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
        }
    }

    /** Every slot goes on, and none waits for a device that hangs. */
    boolean areAllAlive() {
        return slots.stream().allMatch(Slot::isAlive);
    }

    private TaskFlow flow(Identity worker, Renderer renderer) {
        ModelManifest manifest = worker.manifest();
        ImageStore store = new ImageStore(
                parts.objects(), config.uploadTimeout(), parts.backoff(), parts.sleeper(), parts.clock());
        return new TaskFlow(
                new Admission(manifest.name(), parts.unwanted()),
                renderer,
                new Finishing(worker.workerId(), manifest, store, parts.tally(), parts.clock()),
                new ResultDesk(worker.workerId(), manifest.digest(), parts.reporter(), parts.tally(), parts.clock()),
                parts.tally());
    }
}
