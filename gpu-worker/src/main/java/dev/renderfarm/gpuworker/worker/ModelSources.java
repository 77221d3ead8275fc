package dev.renderfarm.gpuworker.worker;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.model.BucketSource;
import dev.renderfarm.gpuworker.model.FetchNews;
import dev.renderfarm.gpuworker.model.FolderSource;
import dev.renderfarm.gpuworker.model.ModelSource;
import dev.renderfarm.modeldistribution.cache.CacheLimits;
import dev.renderfarm.modeldistribution.cache.FetchSettings;
import dev.renderfarm.modeldistribution.cache.PackageCache;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.rollout.WorkerPackage;
import dev.renderfarm.objectstore.s3.S3ObjectStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;

/** Makes the source of the package that the configuration names. */
@Singleton
final class ModelSources {

    /** Of each part, before the worker says that the bucket is in trouble. */
    private static final int TRIES = 3;

    private final WorkerConfig config;
    private final WorkerStorageConfig storage;
    private final Fitness fitness;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Counter fetched;

    ModelSources(
            WorkerConfig config,
            WorkerStorageConfig storage,
            Fitness fitness,
            Backoff backoff,
            InstantSource clock,
            MeterRegistry registry) {
        this.config = config;
        this.storage = storage;
        this.fitness = fitness;
        this.backoff = backoff;
        this.clock = clock;
        this.fetched = Counter.builder("renderfarm.model.fetched")
                .baseUnit("bytes")
                .description("Bytes of model packages that came out of a bucket")
                .register(registry);
    }

    /** @throws IllegalArgumentException naming the setting that is wrong or missing */
    ModelSource of(String modelPackage) {
        if (!PackageAddress.isMeantBy(modelPackage)) {
            return new FolderSource(Path.of(modelPackage));
        }
        PackageAddress address = PackageAddress.parse(modelPackage);
        var settings = config.modelCache();
        Path folder = settings.folder()
                .orElseThrow(() -> new IllegalArgumentException("renderfarm.worker.model-cache.folder is not set: "
                        + "name a folder on a local disk, which all workers of this machine share"));
        PackageCache cache = new PackageCache(
                folder,
                new CacheLimits(
                        settings.packages(),
                        settings.size().map(MemorySize::asLongValue).orElse(Long.MAX_VALUE)),
                new FetchSettings(settings.connections(), FetchSettings.PART_SIZE, TRIES, backoff, Sleeper.REAL),
                new FetchNews(this::arrived),
                clock,
                new MonotonicTime());
        return new BucketSource(
                new WorkerPackage(address, WorkerIds.choose(config.id())),
                new S3ObjectStore(storage.settingsOf(address.bucket(), settings.connections())),
                cache,
                backoff,
                Sleeper.REAL,
                trouble -> fitness.setAside(trouble.code(), trouble.reason()));
    }

    /** So the bucket answers again, if it was in trouble. */
    private void arrived(long bytes) {
        fetched.increment(bytes);
        fitness.comeBack();
    }
}
