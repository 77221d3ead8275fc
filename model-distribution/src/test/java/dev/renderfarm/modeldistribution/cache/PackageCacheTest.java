package dev.renderfarm.modeldistribution.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.MonotonicTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.modeldistribution.published.DistributionException;
import dev.renderfarm.modeldistribution.published.PackagePublisher;
import dev.renderfarm.modeldistribution.published.PublishedPackage;
import dev.renderfarm.modeldistribution.published.SmallPackage;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long, since each way in which a download, a disk or another process can fail is a test on the same cache and bucket. */
class PackageCacheTest {

    private static final long PART = 1_000;
    private static final int PARTS_OF_SMALL_PACKAGE = 42;
    private static final int FILES_OF_SMALL_PACKAGE = 4;
    private static final long BYTES_OF_SMALL_PACKAGE = SmallPackage.LARGEST + 1_000;
    private static final String WEIGHTS = "transformer/variables/variables.data-00000-of-00001";

    @TempDir
    private Path machine;

    private final WatchedObjectStore bucket = new WatchedObjectStore();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private Runnable onSleep = () -> {};
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int made;

    @Test
    void shouldPutAPackageInPlaceWholeAndOnce() throws Exception {
        // Given
        PublishedPackage published = publish();
        // When
        try (CachedPackage first = cache(2, Long.MAX_VALUE).take(published, bucket)) {
            assertThat(first.model().verify()).isEmpty();
            assertThat(first.report().bytes()).isEqualTo(BYTES_OF_SMALL_PACKAGE);
        }
        // Then
        assertThat(bucket.asked).hasSize(PARTS_OF_SMALL_PACKAGE);
        try (CachedPackage again = cache(2, Long.MAX_VALUE).take(published, bucket)) {
            assertThat(again.report().bytes()).isZero();
        }
        assertThat(bucket.asked).hasSize(PARTS_OF_SMALL_PACKAGE);
        assertThat(entries("downloads")).isEmpty();
    }

    @Test
    void shouldGoOnWhereItWasCutOff() throws Exception {
        // Given
        PublishedPackage published = publish();
        bucket.beforePart = (key, offset) -> {
            if (key.endsWith(WEIGHTS) && offset >= 30 * PART) {
                throw new StorageUnavailableException("made unavailable by the test", null);
            }
        };
        assertThatThrownBy(() -> cache(2, Long.MAX_VALUE).take(published, bucket))
                .isInstanceOf(StorageException.class);
        assertThat(entries("packages")).isEmpty();
        int before = bucket.asked.size();
        // When
        bucket.beforePart = (key, offset) -> {};
        try (CachedPackage taken = cache(2, Long.MAX_VALUE).take(published, bucket)) {
            // Then
            assertThat(taken.model().verify()).isEmpty();
        }
        assertThat(before).isGreaterThanOrEqualTo(PARTS_OF_SMALL_PACKAGE - 10 - 2);
        // the part of the other thread may have been cut off
        assertThat(bucket.asked).hasSizeBetween(PARTS_OF_SMALL_PACKAGE, PARTS_OF_SMALL_PACKAGE + 1);
        assertThat(told).anyMatch(line -> line.startsWith("fetching 41000, there ") && !line.endsWith("there 0"));
    }

    @Test
    void shouldFetchAFileAgainWhenAnEarlierDownloadLeftItDamaged() throws Exception {
        // Given
        PublishedPackage published = publish();
        bucket.beforePart = (key, offset) -> {
            if (key.contains("vae_decoder") || offset == 39 * PART) {
                throw new StorageUnavailableException("made unavailable by the test", null);
            }
        };
        assertThatThrownBy(() -> cache(2, Long.MAX_VALUE).take(published, bucket))
                .isInstanceOf(StorageException.class);
        bucket.beforePart = (key, offset) -> {};
        Path weights = machine.resolve("downloads/" + published.fingerprint() + "/files/" + WEIGHTS);
        byte[] content = Files.readAllBytes(weights);
        content[5] ^= 1;
        Files.write(weights, content);
        // When
        try (CachedPackage taken = cache(2, Long.MAX_VALUE).take(published, bucket)) {
            // Then
            assertThat(taken.model().verify()).isEmpty();
        }
    }

    @Test
    void shouldNameTheObjectWhenItIsNotWhatTheManifestSays() throws Exception {
        // Given
        PublishedPackage published = publish();
        bucket.put(published.address().key(WEIGHTS), new byte[SmallPackage.LARGEST], "x", Map.of());
        // When / Then
        assertThatThrownBy(() -> cache(2, Long.MAX_VALUE).take(published, bucket))
                .isInstanceOfSatisfying(
                        DistributionException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID_REQUEST))
                .hasMessageContaining(WEIGHTS + " has another SHA-256")
                .hasMessageContaining("publish it again");
        assertThat(entries("packages")).isEmpty();
    }

    @Test
    void shouldNameTheObjectWhenItIsMissing() throws Exception {
        // Given
        PublishedPackage published = publish();
        bucket.delete(published.address().key(WEIGHTS));
        // When / Then
        assertThatThrownBy(() -> cache(2, Long.MAX_VALUE).take(published, bucket))
                .isInstanceOfSatisfying(
                        DistributionException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.MODEL_NOT_FOUND))
                .hasMessageContaining(WEIGHTS + " is missing");
    }

    @Test
    void shouldWriteNothingWhenTheDiskHasNoRoomForIt() throws Exception {
        // Given
        PublishedPackage published = publish();
        FileStore disk = Files.getFileStore(machine);
        bucket.claimedSize = (disk.getUsableSpace() + disk.getTotalSpace()) / 2 / FILES_OF_SMALL_PACKAGE;
        // When / Then
        assertThatThrownBy(() -> new PackageCache(
                                machine,
                                new CacheLimits(2, Long.MAX_VALUE),
                                settings(1L << 40),
                                listener(),
                                () -> now,
                                new MonotonicTime())
                        .take(published, bucket))
                .isInstanceOfSatisfying(
                        DistributionException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.OUTPUT_UNWRITABLE))
                .hasMessageContaining("the disk is full")
                .hasMessageContaining("free some space");
        assertThat(bucket.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 60, Long.MAX_VALUE})
    void shouldNotEvenListThePartsWhenThePackageIsLargerThanTheDisk(long size) throws Exception {
        // Given
        PublishedPackage published = publish();
        bucket.claimedSize = size;
        // When / Then
        assertThatThrownBy(() -> cache(2, Long.MAX_VALUE).take(published, bucket))
                .isInstanceOf(DistributionException.class)
                .hasMessageContaining("all of the disk has")
                .hasMessageContaining("larger disk");
        assertThat(bucket.asked).isEmpty();
    }

    @Test
    void shouldFetchNothingWhenThePackageIsLargerThanTheLimit() throws Exception {
        // Given
        PublishedPackage first = publish();
        take(first);
        PublishedPackage second = publish();
        int before = bucket.asked.size();
        // When / Then
        assertThatThrownBy(() -> cache(2, BYTES_OF_SMALL_PACKAGE - 1).take(second, bucket))
                .isInstanceOf(DistributionException.class)
                .hasMessageContaining("it has 41000 bytes, the cache may take 40999")
                .hasMessageContaining("model-cache.size");
        assertThat(bucket.asked).hasSize(before);
        assertThat(entries("packages")).containsExactly(first.fingerprint());
    }

    @Test
    void shouldRemoveNothingButItsOwnWhateverTheLimits() throws Exception {
        // Given
        List<Path> others = List.of(
                machine.resolve("packages/ui/index.html"),
                machine.resolve("packages/README.md"),
                machine.resolve("downloads/holiday/1.jpg"),
                machine.resolve("removed/mail/1"));
        for (Path other : others) {
            Files.createDirectories(other.getParent());
            Files.writeString(other, "not the cache's");
        }
        take(publish());
        PublishedPackage second = publish();
        // When
        cache(1, BYTES_OF_SMALL_PACKAGE).take(second, bucket).close();
        // Then
        assertThat(others).allSatisfy(other -> assertThat(other).hasContent("not the cache's"));
        assertThat(machine.resolve("packages/" + second.fingerprint())).isDirectory();
        assertThat(entries("packages")).hasSize(3);
    }

    @Test
    void shouldRemoveAPackageTooManyWhenADownloadWasLeftBeforeIt() throws Exception {
        // Given
        PublishedPackage abandoned = publish();
        bucket.beforePart = (key, offset) -> {
            throw new StorageUnavailableException("made unavailable by the test", null);
        };
        assertThatThrownBy(() -> take(abandoned)).isInstanceOf(StorageException.class);
        bucket.beforePart = (key, offset) -> {};
        take(publish());
        PublishedPackage last = publish();
        // When
        now = now.plusSeconds(60);
        cache(1, Long.MAX_VALUE).take(last, bucket).close();
        // Then
        assertThat(entries("packages")).containsExactly(last.fingerprint());
        assertThat(entries("downloads")).containsExactly(abandoned.fingerprint());
    }

    @Test
    void shouldFetchAPackageAgainWhenItsManifestIsDamaged() throws Exception {
        // Given
        PublishedPackage published = publish();
        take(published);
        Path manifest = machine.resolve("packages/" + published.fingerprint() + "/model.json");
        Files.write(manifest, new byte[0]);
        // When
        try (CachedPackage taken = cache(2, Long.MAX_VALUE).take(published, bucket)) {
            // Then
            assertThat(taken.report().bytes()).isEqualTo(BYTES_OF_SMALL_PACKAGE);
            assertThat(taken.model().verify()).isEmpty();
        }
        assertThat(entries("removed")).isEmpty();
    }

    @Test
    void shouldCountNoPartWhoseFileIsGone() throws Exception {
        // Given
        PublishedPackage published = publish();
        Path download = machine.resolve("downloads/" + published.fingerprint());
        bucket.beforePart = (key, offset) -> {
            if (key.contains("vae_decoder") || offset == 39 * PART) {
                throw new StorageUnavailableException("made unavailable by the test", null);
            }
        };
        assertThatThrownBy(() -> take(published)).isInstanceOf(StorageException.class);
        bucket.beforePart = (key, offset) -> {};
        FolderWalk.delete(download.resolve("files"));
        told.clear();
        // When
        take(published);
        // Then
        assertThat(download).doesNotExist();
        assertThat(told).containsExactly("fetching 41000, there 0", "verifying");
    }

    @Test
    void shouldRemoveWhatWasUsedLongestAgoWhenThereAreTooMany() throws Exception {
        // Given
        PublishedPackage first = publish();
        PublishedPackage second = publish();
        PublishedPackage third = publish();
        take(first);
        take(second);
        take(first);
        // When
        take(third);
        // Then
        assertThat(entries("packages")).containsExactlyInAnyOrder(first.fingerprint(), third.fingerprint());
        assertThat(told).contains("removed " + second.fingerprint());
    }

    @Test
    void shouldRemoveWhatWasUsedLongestAgoWhenItIsTooLarge() throws Exception {
        // Given
        PublishedPackage first = publish();
        PublishedPackage second = publish();
        take(first);
        // When
        cache(9, 2 * SmallPackage.LARGEST).take(second, bucket).close();
        // Then
        assertThat(entries("packages")).containsExactly(second.fingerprint());
    }

    @Test
    void shouldKeepWhatAnotherProcessUsesWhateverTheLimits() throws Exception {
        // Given
        PublishedPackage first = publish();
        take(first);
        PublishedPackage second = publish();
        // When
        try (LockHolder user = LockHolder.start("use", machine.resolve("locks/" + first.fingerprint()))) {
            cache(1, BYTES_OF_SMALL_PACKAGE).take(second, bucket).close();
        }
        // Then
        assertThat(entries("packages")).containsExactlyInAnyOrder(first.fingerprint(), second.fingerprint());
    }

    @Test
    void shouldLetNoOtherProcessFetchOrRemoveWhatItHasInHand() throws Exception {
        // Given
        PublishedPackage published = publish();
        Path lock = machine.resolve("locks/" + published.fingerprint());
        List<Throwable> whileFetching = new CopyOnWriteArrayList<>();
        bucket.beforePart = (key, offset) -> {
            if (key.contains("text_encoder")) {
                whileFetching.add(catchThrowable(() -> LockHolder.start("use", lock)));
            }
        };
        // When
        try (CachedPackage used = cache(2, Long.MAX_VALUE).take(published, bucket)) {
            // Then
            assertThat(whileFetching).singleElement().isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> LockHolder.start("change", lock)).isInstanceOf(IllegalStateException.class);
            LockHolder.start("use", lock).close();
        }
        LockHolder.start("change", lock).close();
    }

    @Test
    void shouldKeepWhatItUsesItselfWhateverTheLimits() throws Exception {
        // Given
        PackageCache cache = cache(1, BYTES_OF_SMALL_PACKAGE);
        PublishedPackage first = publish();
        PublishedPackage second = publish();
        try (CachedPackage used = cache.take(first, bucket)) {
            // When
            cache.take(second, bucket).close();
            // Then
            assertThat(used.model().verify()).isEmpty();
            Path lock = machine.resolve("locks/" + first.fingerprint());
            assertThatThrownBy(() -> LockHolder.start("change", lock)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldWaitAndSaySoWhenAnotherProcessFetchesIt() throws Exception {
        // Given
        PublishedPackage published = publish();
        Files.createDirectories(machine.resolve("locks"));
        LockHolder other = LockHolder.start("change", machine.resolve("locks/" + published.fingerprint()));
        List<Integer> askedMeanwhile = new ArrayList<>();
        onSleep = () -> {
            askedMeanwhile.add(bucket.asked.size());
            other.close();
        };
        // When
        cache(2, Long.MAX_VALUE).take(published, bucket).close();
        // Then
        assertThat(told.get(0)).isEqualTo("waiting");
        assertThat(askedMeanwhile).isNotEmpty().containsOnly(0);
        assertThat(bucket.asked).hasSize(PARTS_OF_SMALL_PACKAGE);
    }

    private void take(PublishedPackage published) throws InterruptedException {
        now = now.plusSeconds(60);
        cache(2, Long.MAX_VALUE).take(published, bucket).close();
    }

    private PublishedPackage publish() throws IOException {
        made++;
        var model = SmallPackage.in(machine.resolve("made-" + made), made);
        var publication = new PackagePublisher(bucket, (path, bytes, there) -> {}).publish(model, SmallPackage.ROOT);
        return PublishedPackage.read(bucket, publication.address());
    }

    private PackageCache cache(int packages, long bytes) {
        return new PackageCache(
                machine, new CacheLimits(packages, bytes), settings(PART), listener(), () -> now, new MonotonicTime());
    }

    private FetchSettings settings(long partSize) {
        Backoff pauses = Backoff.doubling(Duration.ofMillis(1), Duration.ofMillis(1), Jitter.NONE);
        return new FetchSettings(2, partSize, 2, pauses, time -> onSleep.run());
    }

    private List<String> entries(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(machine.resolve(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private FetchListener listener() {
        return new FetchListener() {
            @Override
            public void waiting(Path cache) {
                told.add("waiting");
            }

            @Override
            public void fetching(long total, long there) {
                told.add("fetching " + total + ", there " + there);
            }

            @Override
            public void fetched(long bytes) {}

            @Override
            public void verifying() {
                told.add("verifying");
            }

            @Override
            public void removed(Path folder) {
                told.add("removed " + folder.getFileName());
            }
        };
    }
}
