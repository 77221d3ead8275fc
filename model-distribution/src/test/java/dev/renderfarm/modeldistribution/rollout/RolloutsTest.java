package dev.renderfarm.modeldistribution.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.common.release.Recorded;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modeldistribution.published.DistributionException;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modeldistribution.rollout.Rollouts.Revision;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RolloutsTest {

    private static final PackageAddress MODEL = PackageAddress.parse("s3://shop/models/tiny");
    private static final PackageAddress ONE = MODEL.below("1");
    private static final PackageAddress TWO = MODEL.below("2");

    private final InMemoryObjectStore bucket = new InMemoryObjectStore();
    private final Rollouts rollouts = new Rollouts(bucket, MODEL);

    @Test
    void shouldReadWhatEveryReleaseWrote() {
        for (Recorded recorded : Recorded.all("rollout.json")) {
            assertThat(Json.read(recorded.content(), Rollout.class)).isEqualTo(new Rollout(ONE, TWO, 0.25));
        }
        Recorded.assertWrittenAsBefore("rollout.json", Rollout.class);
    }

    @Test
    void shouldCountTheLastOneOnly() {
        assertThat(rollouts.latest()).isEmpty();
        for (int i = 0; i < 12; i++) {
            assertThat(rollouts.append(i, new Rollout(ONE, TWO, i / 12.0))).isPresent();
        }
        assertThat(rollouts.latest()).contains(new Revision(12, new Rollout(ONE, TWO, 11 / 12.0)));
    }

    @Test
    void shouldLetOneOfTwoWriteANumber() {
        assertThat(rollouts.append(0, Rollout.ofAll(ONE))).isPresent();
        assertThat(rollouts.append(0, Rollout.ofAll(TWO))).isEmpty();
        assertThat(rollouts.latest()).contains(new Revision(1, Rollout.ofAll(ONE)));
    }

    @Test
    void shouldNameTheObjectThatIsNoRollout() {
        bucket.put(
                "models/tiny/rollouts/0000000001.json",
                "{".getBytes(StandardCharsets.UTF_8),
                "application/json",
                Map.of());
        assertThatThrownBy(rollouts::latest)
                .isInstanceOf(DistributionException.class)
                .hasMessageContaining("models/tiny/rollouts/0000000001.json is no rollout");
    }

    @Test
    void shouldGiveAWorkerThePackageOfItsShare() {
        // Given
        rollouts.append(0, new Rollout(ONE, TWO, 0.25));
        // When
        long next = IntStream.range(0, 10_000)
                .filter(i -> new WorkerPackage(MODEL, new WorkerId("worker-" + i))
                        .in(bucket)
                        .equals(TWO))
                .count();
        // Then
        assertThat(next / 10_000.0).isCloseTo(0.25, within(0.02));
    }

    @Test
    void shouldTakeTheAddressItselfWhereAPackageLiesThereOrNothing() {
        WorkerId worker = new WorkerId("worker-1");
        assertThat(new WorkerPackage(MODEL, worker).in(bucket)).isEqualTo(MODEL);
        rollouts.append(0, Rollout.ofAll(TWO));
        assertThat(new WorkerPackage(MODEL, worker).in(bucket)).isEqualTo(TWO);
        bucket.put("models/tiny/model.json", new byte[1], "application/json", Map.of());
        assertThat(new WorkerPackage(MODEL, worker).in(bucket)).isEqualTo(MODEL);
    }
}
