package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.model.BucketSource;
import dev.renderfarm.gpuworker.model.FetchNews;
import dev.renderfarm.gpuworker.model.SmallModel;
import dev.renderfarm.modeldistribution.cache.CacheLimits;
import dev.renderfarm.modeldistribution.cache.FetchSettings;
import dev.renderfarm.modeldistribution.cache.PackageCache;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.published.PackagePublisher;
import dev.renderfarm.modeldistribution.rollout.WorkerPackage;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLoadingTest {

    private static final Backoff PAUSES = Backoff.doubling(Duration.ofMillis(1), Duration.ofMillis(1), Jitter.NONE);

    @TempDir
    private Path machine;

    @Test
    void shouldKeepThePackageForItselfWhenNobodyElseRefersToIt() throws Exception {
        // Given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ModelLoading loading = loading(registry);
        // When
        WeakReference<BucketSource> source = load(loading);
        collectGarbage();
        // Then
        assertThat(mayAnotherProcessRemoveIt()).isFalse();
        assertThat(source.get()).isNotNull();
        assertThat(loading.describeTimes()).isNotEmpty();
    }

    private WeakReference<BucketSource> load(ModelLoading loading) throws Exception {
        InMemoryObjectStore bucket = new InMemoryObjectStore();
        ModelPackage made = SmallModel.in(machine.resolve("made"));
        PackageAddress address = new PackagePublisher(bucket, (path, bytes, there) -> {})
                .publish(made, PackageAddress.parse("s3://shop/models"))
                .address();
        PackageCache cache = new PackageCache(
                machine.resolve("cache"),
                new CacheLimits(2, Long.MAX_VALUE),
                new FetchSettings(2, 1, 1, PAUSES, time -> {}),
                new FetchNews(bytes -> {}),
                InstantSource.system(),
                new MonotonicTime());
        BucketSource source = new BucketSource(
                new WorkerPackage(address, new WorkerId("worker-1")), bucket, cache, PAUSES, time -> {}, trouble -> {});
        var unused = loading.load(new ModelLoading.Found(source, source.manifest()));
        return new WeakReference<>(source);
    }

    /** Returns once the collector has cleared what nobody refers to. */
    private static void collectGarbage() throws InterruptedException {
        WeakReference<Object> unreachable = new WeakReference<>(new Object());
        while (unreachable.get() != null) {
            System.gc();
            Thread.onSpinWait();
        }
    }

    private boolean mayAnotherProcessRemoveIt() throws Exception {
        try (Stream<Path> locks = Files.list(machine.resolve("cache/locks"))) {
            return LockProbe.isFree(locks.findFirst().orElseThrow());
        }
    }

    private static ModelLoading loading(SimpleMeterRegistry registry) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMappingIgnore("renderfarm.**")
                .withConverter(MemorySize.class, 200, new MemorySizeConverter())
                .withConverter(Duration.class, 200, (Converter<Duration>) DurationConverter::parseDuration)
                .withMapping(WorkerConfig.class)
                .withMapping(WorkerStorageConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "renderfarm.worker.model-package", "s3://shop/models",
                                "renderfarm.worker.renderer", "fake",
                                "renderfarm.storage.access-key", "key",
                                "renderfarm.storage.secret-key", "secret"),
                        "test",
                        300))
                .build();
        WorkerConfig worker = config.getConfigMapping(WorkerConfig.class);
        InstantSource clock = InstantSource.system();
        ModelSources sources = new ModelSources(
                worker,
                config.getConfigMapping(WorkerStorageConfig.class),
                new Fitness(3, PAUSES, () -> {}, clock),
                PAUSES,
                clock,
                registry);
        return new ModelLoading(worker, sources, registry, clock, new MonotonicTime());
    }
}
