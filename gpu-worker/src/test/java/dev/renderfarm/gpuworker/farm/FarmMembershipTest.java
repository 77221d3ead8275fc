package dev.renderfarm.gpuworker.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.farm.FarmIdentity;
import dev.renderfarm.common.id.FarmId;
import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.objectstore.owner.BucketMark;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FarmMembershipTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final InMemoryObjectStore bucket = new InMemoryObjectStore();
    private final BucketMark mark = new BucketMark(bucket);
    private final ManualTime time = new ManualTime(NOON);
    private final List<StorageException> troubles = new ArrayList<>();
    private final FarmMembership membership = new FarmMembership(
            bucket,
            "pictures",
            Backoff.doubling(Duration.ofMillis(100), Duration.ofSeconds(5), Jitter.downTo(0.1, new Random(1))),
            time,
            time,
            troubles::add);

    @BeforeEach
    void makeBucket() {
        bucket.ensureBucket();
    }

    @Test
    void shouldBelongToTheFarmWhenTopicsAndBucketTellTheSame() throws InterruptedException {
        mark.write(farm("farm_a"));
        membership.hear(farm("farm_a"));
        membership.hear(farm("farm_later"));
        membership.await();
        assertThat(membership.farm()).hasValue(new FarmId("farm_a"));
        assertThat(time.sleeps()).isEmpty();
    }

    @Test
    void shouldWaitWhenTheBucketIsAwayOrAboutToBeMarked() throws InterruptedException {
        // Given
        membership.hear(farm("farm_a"));
        bucket.setAvailable(false);
        time.whenSleeping(() -> {
            bucket.setAvailable(true);
            time.whenSleeping(() -> mark.write(farm("farm_a")));
        });
        // When
        membership.await();
        // Then
        assertThat(membership.farm()).hasValue(new FarmId("farm_a"));
        assertThat(time.sleeps()).hasSize(2);
    }

    @Test
    void shouldRefuseAndSayWhyWhenTheBucketIsAnotherFarms() {
        mark.write(farm("farm_b"));
        membership.hear(farm("farm_a"));
        assertThatThrownBy(membership::await)
                .isInstanceOf(WrongBucketException.class)
                .hasMessageContainingAll("farm_a", "farm_b", "\"pictures\"", "renderfarm.storage.bucket");
        assertThat(membership.farm()).isEmpty();
    }

    @Test
    void shouldRefuseWhenTheBucketIsNobodys() {
        membership.hear(farm("farm_a"));
        assertThatThrownBy(membership::await).hasMessageContaining("has no farm.json");
    }

    @Test
    void shouldRefuseWhenThereIsNoSuchBucket() {
        var nowhere = new FarmMembership(
                new InMemoryObjectStore(),
                "nowhere",
                Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(5), Jitter.NONE),
                time,
                time,
                troubles::add);
        nowhere.hear(farm("farm_a"));
        assertThatThrownBy(nowhere::await).hasMessageContaining("bucket \"nowhere\" does not exist");
    }

    private static FarmIdentity farm(String id) {
        return new FarmIdentity(new FarmId(id), FarmName.DEFAULT, "renderfarm-ledger", "pictures", NOON, true);
    }
}
