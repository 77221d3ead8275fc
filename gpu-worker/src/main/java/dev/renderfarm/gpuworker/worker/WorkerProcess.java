package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.topic.FarmTopics;
import dev.renderfarm.common.worker.WorkerHeartbeat;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.gpuworker.slot.WorkerLoad;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's life: starting (load the model, render every configured shape once), ready, draining on the request to
 * stop, stopped. Says so in heartbeats all along.
 */
@Singleton
final class WorkerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    private final WorkerConfig config;
    private final FarmTopics topics;
    private final SlotThreads slots;
    private final Heartbeats heartbeats;
    private final WorkerLoad load;
    private final Life life;
    private final InstantSource clock;
    private final Instant startedAt;
    private volatile String device = "none yet";
    private volatile @Nullable Identity identity;
    private @Nullable Thread starter;

    WorkerProcess(
            WorkerConfig config,
            FarmTopics topics,
            SlotThreads slots,
            Heartbeats heartbeats,
            WorkerLoad load,
            Life life,
            InstantSource clock) {
        this.config = config;
        this.topics = topics;
        this.slots = slots;
        this.heartbeats = heartbeats;
        this.load = load;
        this.life = life;
        this.clock = clock;
        this.startedAt = clock.instant();
    }

    /** Loading may take minutes: health answers meanwhile. */
    void start(@Observes StartupEvent event) {
        Thread thread = new Thread(new Startup(this::start, Quarkus::asyncExit), "start");
        starter = thread;
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        life.advanceTo(WorkerState.DRAINING);
        Identity known = identity;
        if (known != null) {
            heartbeats.now(() -> heartbeat(known));
        }
        Thread starting = starter;
        if (starting != null) {
            starting.interrupt();
        }
        slots.drain(config.drainTimeout());
        life.advanceTo(WorkerState.STOPPED);
        if (known != null) {
            heartbeats.end(() -> heartbeat(known));
        }
    }

    private void start() throws InterruptedException {
        config.check();
        ModelPackage model = ModelPackage.open(config.modelPackage());
        ModelManifest manifest = model.manifest();
        Identity known = new Identity(WorkerIds.choose(config.id()), manifest);
        WarmUp warmUp = new WarmUp(manifest, config.warmUpSizes(), config.microBatch());
        identity = known;
        heartbeats.start(() -> heartbeat(known));
        var renderer = Renderers.create(config, model, clock);
        device = renderer.device();
        warmUp.render(renderer);
        if (life.advanceTo(WorkerState.READY)) {
            slots.start(known, renderer);
            heartbeats.now(() -> heartbeat(known));
            LOG.atInfo()
                    .addKeyValue("workerId", known.workerId())
                    .addKeyValue("model", manifest.name())
                    .addKeyValue("device", device)
                    .addKeyValue("topic", topics.tasks(manifest.name()))
                    .log("ready");
        }
    }

    private WorkerHeartbeat heartbeat(Identity known) {
        WorkerLoad.Snapshot now = load.snapshot();
        return new WorkerHeartbeat(
                known.workerId(),
                life.state(),
                known.manifest().name(),
                known.manifest().digest(),
                device,
                config.slots(),
                now.held(),
                now.imagesPerSecond(),
                now.rendered(),
                now.failed(),
                startedAt,
                clock.instant(),
                null);
    }

    /** Who the worker is. */
    record Identity(WorkerId workerId, ModelManifest manifest) {}
}
