package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.worker.DrainMode;
import dev.renderfarm.common.worker.WorkerHardware;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.gpuworker.drain.DrainRequests;
import dev.renderfarm.gpuworker.farm.FarmMembership;
import dev.renderfarm.gpuworker.fitness.GoldenProof;
import dev.renderfarm.gpuworker.fitness.Recovery;
import dev.renderfarm.gpuworker.hardware.HostMachine;
import dev.renderfarm.gpuworker.hardware.NvmlHardware;
import dev.renderfarm.gpuworker.provenance.FileSigning;
import dev.renderfarm.gpuworker.render.Device;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.gpuworker.slot.WorkerLoad;
import dev.renderfarm.gpuworker.store.StorageProbe;
import dev.renderfarm.gpuworker.worker.SlotThreads.SlotServices;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's life: starting (load the model, render every configured shape once and
 * the golden record, write a probe to the bucket), ready,
 * draining on a signal to stop or a request of the farm,
 * stopped. Says so in heartbeats all along, and what keeps it from its work.
 */
@Singleton
final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private final WorkerConfig config;
    private final FarmTopics topics;
    private final FarmMembership membership;
    private final SlotThreads slots;
    private final Heartbeats heartbeats;
    private final SlotServices services;
    private final Life life;
    private final ModelLoading loading;
    private final DrainRequests drainRequests;
    private final FileSignings signings;
    private final HeldDrain heldDrain;
    private final Instant startedAt;
    private volatile Duration drainTimeout;
    private final @Nullable String host = HostMachine.hostName().orElse(null);
    private volatile @Nullable Device device;
    private volatile @Nullable WorkerHardware hardware;
    private @Nullable Thread starter;

    WorkerProcess(
            WorkerConfig config,
            FarmTopics topics,
            FarmMembership membership,
            SlotThreads slots,
            Heartbeats heartbeats,
            SlotServices services,
            Life life,
            ModelLoading loading,
            DrainRequests drainRequests,
            FileSignings signings) {
        this.config = config;
        this.topics = topics;
        this.membership = membership;
        this.slots = slots;
        this.heartbeats = heartbeats;
        this.services = services;
        this.life = life;
        this.loading = loading;
        this.drainRequests = drainRequests;
        this.signings = signings;
        this.heldDrain = new HeldDrain(
                services.drain(),
                services.load(),
                life,
                heartbeats::now,
                () -> Quarkus.asyncExit(0),
                services.sleeper(),
                services.clock());
        this.startedAt = services.clock().instant();
        this.drainTimeout = config.drainTimeout();
    }

    /** Loading may take minutes: health answers meanwhile. */
    void start(@Observes StartupEvent event) {
        Thread thread = new Thread(new Startup(this::start, Quarkus::asyncExit), "start");
        starter = thread;
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        heldDrain.end();
        life.advanceTo(WorkerState.DRAINING);
        heartbeats.now();
        Thread starting = starter;
        if (starting != null) {
            starting.interrupt();
        }
        slots.drain(drainTimeout.isZero() ? Duration.ZERO : heldDrain.left(drainTimeout));
        life.advanceTo(WorkerState.STOPPED);
        heartbeats.end();
    }

    private void start() throws InterruptedException {
        config.check();
        ModelLoading.Found found = loading.find();
        ModelManifest manifest = found.manifest();
        Identity known = new Identity(WorkerIds.choose(config.id()), manifest, signings.of(manifest));
        WarmUp warmUp = new WarmUp(manifest, config.warmUpSizes(), config.microBatch());
        heartbeats.start(() -> heartbeat(known));
        drainRequests.heed(known.workerId(), startedAt, this::drain, this::goOn);
        membership.await();
        ModelLoading.Loaded loaded = loading.load(found);
        Renderer renderer = loaded.renderer();
        device = renderer.device();
        hardware = hardwareOf(renderer.device());
        loading.warmUp(warmUp, renderer);
        GoldenProof golden = loading.prove(loaded);
        StorageProbe probe = new StorageProbe(services.objects(), known.workerId(), new SecureRandom());
        Recovery recovery = new Recovery(
                services.fitness(),
                new Checkup(known.signing(), probe, warmUp, renderer, golden),
                services.backoff(),
                services.sleeper());
        recovery.awaitFitness();
        if (life.advanceTo(WorkerState.READY)) {
            slots.start(known, renderer, probe);
            startDaemon(recovery, "recovery");
            heartbeats.now();
            LOG.atInfo()
                    .addKeyValue("workerId", known.workerId())
                    .addKeyValue("model", manifest.name())
                    .addKeyValue("device", renderer.device().name())
                    .addKeyValue("digest", manifest.digest())
                    .addKeyValue("startSeconds", loading.describeTimes())
                    .addKeyValue("topic", topics.tasks(manifest.name(), Lane.BATCH))
                    .log("ready");
        }
    }

    private void drain(DrainMode mode) {
        if (mode == DrainMode.NOW) {
            LOG.atInfo().log("asked to drain now: gives back what it holds, and ends");
            heldDrain.end();
            drainTimeout = Duration.ZERO;
            services.drain().begin(Duration.ZERO);
            Quarkus.asyncExit(0);
            return;
        }
        LOG.atInfo().log("asked to drain: claims no more, and ends when it has finished what it holds");
        if (heldDrain.begin(drainTimeout)) {
            startDaemon(heldDrain, "drain");
        }
    }

    private void goOn() {
        LOG.atInfo().log("asked to go on: claims again, unless it is ending already");
        heldDrain.takeBack();
    }

    private static void startDaemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private WorkerHeartbeat heartbeat(Identity known) {
        WorkerLoad.Snapshot now = services.load().snapshot();
        Device drawsOn = device;
        return new WorkerHeartbeat(
                known.workerId(),
                life.state(),
                known.manifest().name(),
                known.manifest().digest(),
                drawsOn == null ? "none yet" : drawsOn.name(),
                config.allSlots(),
                now.held(),
                now.imagesPerSecond(),
                drawsOn == null ? null : busyRatio(drawsOn),
                now.rendered(),
                now.failed(),
                startedAt,
                services.clock().instant(),
                life.problem().orElse(null),
                host,
                hardware,
                now.drawing());
    }

    private static @Nullable WorkerHardware hardwareOf(Device device) {
        return NvmlHardware.isGpu(device.name())
                ? new NvmlHardware(System.getenv()).ofGpu().orElse(null)
                : HostMachine.processor();
    }

    private static @Nullable Double busyRatio(Device device) {
        OptionalDouble ratio = device.use().recentRatio();
        return ratio.isPresent() ? ratio.getAsDouble() : null;
    }

    /**
     * Who the worker is.
     *
     * @param signing in whose name files are signed
     */
    record Identity(WorkerId workerId, ModelManifest manifest, FileSigning signing) {}
}
