package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.golden.GoldenFile;
import dev.renderfarm.gpuworker.fitness.GoldenProof;
import dev.renderfarm.gpuworker.model.ModelSource;
import dev.renderfarm.gpuworker.render.Renderer;
import dev.renderfarm.modeldistribution.cache.FetchReport;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Brings the model from where it lies onto the device and has it draw, and knows how long each phase took. */
@Singleton
final class ModelLoading {

    private final WorkerConfig config;
    private final ModelSources sources;
    private final MeterRegistry registry;
    private final InstantSource clock;
    private final MonotonicTime time;
    private final StartTimes times;
    /** Reachable for as long as the process lives: a lock that the collector finds is freed. */
    private volatile @Nullable ModelSource loaded;

    ModelLoading(
            WorkerConfig config,
            ModelSources sources,
            MeterRegistry registry,
            InstantSource clock,
            MonotonicTime time) {
        this.config = config;
        this.sources = sources;
        this.registry = registry;
        this.clock = clock;
        this.time = time;
        this.times = new StartTimes(registry);
    }

    /** Finds the package; all of it need not be on this machine yet. */
    Found find() throws InterruptedException {
        ModelSource source = sources.of(config.modelPackage());
        return new Found(source, source.manifest());
    }

    /** A package that was found. */
    record Found(ModelSource source, ModelManifest manifest) {}

    /** Takes as long as the package is large. */
    Loaded load(Found found) throws InterruptedException {
        ModelSource.LocalModel local = found.source().localModel();
        loaded = found.source();
        FetchReport report = local.report();
        times.took(StartPhase.WAIT, report.waited());
        times.took(StartPhase.FETCH, report.fetching());
        times.took(StartPhase.VERIFY, report.verifying());
        Instant begun = time.instant();
        Renderer renderer = Renderers.create(config, local.model(), clock);
        times.took(StartPhase.LOAD, Duration.between(begun, time.instant()));
        DeviceMeters.register(renderer.device(), found.manifest().name(), registry);
        return new Loaded(renderer, local.model());
    }

    /** A package whose networks are on the device. */
    record Loaded(Renderer renderer, ModelPackage model) {}

    void warmUp(WarmUp warmUp, Renderer renderer) throws InterruptedException {
        Instant begun = time.instant();
        warmUp.render(renderer);
        times.took(StartPhase.WARM_UP, Duration.between(begun, time.instant()));
    }

    /** Draws the golden record, where there is one and the configuration wants it. */
    GoldenProof prove(Loaded on) throws InterruptedException {
        GoldenProof proof = new GoldenProof(
                on.renderer(),
                () -> config.golden() ? GoldenFile.in(on.model()) : null,
                config.setAside().longest(),
                time);
        Instant begun = time.instant();
        proof.compare();
        times.took(StartPhase.GOLDEN, Duration.between(begun, time.instant()));
        return proof;
    }

    /** In seconds, for the log. */
    String describeTimes() {
        return times.describe();
    }
}
