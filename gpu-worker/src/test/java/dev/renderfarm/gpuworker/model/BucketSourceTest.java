package dev.renderfarm.gpuworker.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.modeldistribution.cache.CacheLimits;
import dev.renderfarm.modeldistribution.cache.FetchSettings;
import dev.renderfarm.modeldistribution.cache.PackageCache;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.published.PackagePublisher;
import dev.renderfarm.modeldistribution.rollout.WorkerPackage;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketSourceTest {

    private static final PackageAddress ROOT = PackageAddress.parse("s3://shop/models");

    @TempDir
    private Path machine;

    private final InMemoryObjectStore bucket = new InMemoryObjectStore();
    private final List<FailureCode> troubles = new ArrayList<>();
    private final Backoff pauses = Backoff.doubling(Duration.ofMillis(1), Duration.ofMillis(1), Jitter.NONE);
    private final AtomicLong fetched = new AtomicLong();

    @Test
    void shouldBringThePackageToThisMachine() throws Exception {
        // Given
        ModelPackage made = SmallModel.in(machine.resolve("made"));
        ModelSource source = source(new PackagePublisher(bucket, (path, bytes, there) -> {})
                .publish(made, ROOT)
                .address());
        // When
        ModelPackage here = source.localModel().model();
        // Then
        assertThat(source.manifest()).isEqualTo(made.manifest());
        assertThat(here.folder()).startsWith(machine.resolve("cache"));
        assertThat(here.verify()).isEmpty();
        assertThat(fetched).hasValue(3);
        assertThat(troubles).isEmpty();
    }

    @Test
    void shouldWaitAndSayWhyWhenTheBucketDoesNotGiveIt() throws Exception {
        // Given
        PackageAddress address = new PackagePublisher(bucket, (path, bytes, there) -> {})
                .publish(SmallModel.in(machine.resolve("made")), ROOT)
                .address();
        bucket.refuse(Kind.DENIED);
        // When
        source(address).localModel();
        // Then
        assertThat(troubles).containsExactly(FailureCode.STORAGE_DENIED);
    }

    @Test
    void shouldGiveUpWhenThereIsNoSuchPackage() {
        assertThatThrownBy(() -> source(ROOT.below("none")).manifest()).hasMessageContaining("no complete package");
    }

    private ModelSource source(PackageAddress address) {
        PackageCache cache = new PackageCache(
                machine.resolve("cache"),
                new CacheLimits(2, Long.MAX_VALUE),
                new FetchSettings(2, 1, 1, pauses, time -> {}),
                new FetchNews(fetched::addAndGet),
                InstantSource.system(),
                new MonotonicTime());
        return new BucketSource(
                new WorkerPackage(address, new WorkerId("worker-1")),
                bucket,
                cache,
                pauses,
                time -> bucket.setAvailable(true),
                trouble -> troubles.add(trouble.code()));
    }
}
