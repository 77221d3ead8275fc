package dev.renderfarm.gpuworker.store;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.gpuworker.fitness.Recovery;
import dev.renderfarm.gpuworker.fitness.SelfProbe.Finding;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import dev.renderfarm.objectstore.store.StorageRefusedException;
import dev.renderfarm.objectstore.store.StorageRefusedException.Kind;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BucketWriterTest {

    private static final Backoff PAUSES = Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(5), Jitter.NONE);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(NOW);
    private final StorageProbe probe = new StorageProbe(objects, new WorkerId("worker-1"), new Random(1));
    private final Fitness fitness = new Fitness(3, PAUSES, () -> {}, time);
    private final Recovery recovery = new Recovery(fitness, this::probe, PAUSES, pause -> {});
    private final BucketWriter writer =
            new BucketWriter(objects, probe, fitness, new Patience(PAUSES, Duration.ofMinutes(1), time, time));

    @Test
    void shouldTryAgainWithoutAWordWhenTheBucketBlinks() throws InterruptedException {
        // Given
        objects.setAvailable(false);
        time.whenSleeping(() -> objects.setAvailable(time.sleeps().size() >= 3));
        // When
        put("picture", "metadata");
        // Then
        assertThat(objects.keys()).containsExactly("metadata", "picture");
        assertThat(time.sleeps())
                .containsExactly(
                        Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(500), Duration.ofMillis(300));
        assertThat(fitness.isSetAside()).isFalse();
    }

    @Test
    void shouldSetTheWorkerAsideAndWriteWhenTheBucketComesBack() throws InterruptedException {
        // Given
        objects.setAvailable(false);
        time.whenSleeping(() -> {
            if (time.instant().isAfter(NOW.plusSeconds(20)) && fitness.isSetAside()) {
                assertThat(fitness.awaitsStorage()).isTrue();
                objects.setAvailable(true);
                recover();
            }
        });
        // When
        put("picture");
        // Then
        assertThat(objects.keys()).containsExactly("picture");
        assertThat(time.instant()).isBetween(NOW.plusSeconds(20), NOW.plusSeconds(22));
    }

    @Test
    void shouldGiveUpAfterTheLimitAndStayAsideWhenTheBucketStaysAway() {
        // Given
        objects.setAvailable(false);
        // When, then
        assertThatThrownBy(() -> put("picture")).isInstanceOf(StorageUnavailableException.class);
        assertThat(Duration.between(NOW, time.instant())).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
        assertThat(fitness.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.code()).isEqualTo(FailureCode.STORAGE_UNAVAILABLE);
            assertThat(problem.detail()).isEqualTo("the storage does not answer");
        });
    }

    @Test
    void shouldNotTryWhileTheWorkerIsAsideForTheBucket() {
        // Given
        fitness.setAside(FailureCode.STORAGE_UNAVAILABLE, "away");
        // When, then
        assertThatThrownBy(() -> put("picture")).isInstanceOf(StorageUnavailableException.class);
        assertThat(objects.keys()).isEmpty();
    }

    @Test
    void shouldRefuseTheObjectWithinSecondsWhenTheBucketTakesOthers() {
        // Given
        objects.failWith(key -> key.startsWith("long") ? Optional.of(internalError()) : Optional.empty());
        // When, then
        assertThatThrownBy(() -> put("long-name")).isInstanceOfSatisfying(StorageRefusedException.class, refused -> {
            assertThat(refused.code()).isEqualTo(FailureCode.STORAGE_REFUSED);
            assertThat(refused.reason()).doesNotContain("long-name");
        });
        assertThat(time.instant()).isBefore(NOW.plusSeconds(5));
        assertThat(fitness.isSetAside()).isFalse();
    }

    @Test
    void shouldNotBlameTheObjectWhenTheBucketComesBackBetweenTryAndProbe() throws InterruptedException {
        // Given
        int[] tries = {0};
        objects.failWith(
                key -> key.equals("picture") && ++tries[0] < 6 ? Optional.of(internalError()) : Optional.empty());
        // When, then: four tries, a probe that succeeds, a fifth try, and it is the object
        assertThatThrownBy(() -> put("picture")).isInstanceOf(StorageRefusedException.class);
        // Given
        tries[0] = 1;
        // When: the fifth succeeds
        put("picture");
        // Then
        assertThat(objects.keys()).containsExactly("picture");
    }

    @ParameterizedTest
    @EnumSource(names = {"DENIED", "FULL"})
    void shouldFailAtOnceAndSetTheWorkerAsideWhenEveryObjectIsRefused(Kind kind) {
        // Given
        objects.refuse(kind);
        // When, then
        assertThatThrownBy(() -> put("picture")).isInstanceOf(StorageRefusedException.class);
        assertThat(time.sleeps()).isEmpty();
        assertThat(fitness.problem()).hasValueSatisfying(problem -> {
            assertThat(problem.code())
                    .isEqualTo(InMemoryObjectStore.refusal(kind).code());
            assertThat(problem.detail())
                    .isEqualTo(InMemoryObjectStore.refusal(kind).reason());
        });
    }

    @Test
    void shouldFailAtOnceAndGoOnWhenOnlyTheObjectIsRefused() {
        // Given
        objects.refuse(Kind.OBJECT);
        // When, then
        assertThatThrownBy(() -> put("picture")).isInstanceOf(StorageRefusedException.class);
        assertThat(time.sleeps()).isEmpty();
        assertThat(fitness.isSetAside()).isFalse();
    }

    @Test
    void shouldLetGoBetweenTriesWhenNobodyWaitsAnyMore() {
        // Given
        objects.setAvailable(false);
        // When, then
        assertThatThrownBy(() -> writer.put(
                        List.of(object("picture")), () -> time.instant().isAfter(NOW.plusSeconds(10))))
                .isInstanceOf(RenderCancelledException.class);
        assertThat(time.instant()).isBefore(NOW.plusSeconds(11));
    }

    private void put(String... keys) throws InterruptedException {
        writer.put(List.of(keys).stream().map(BucketWriterTest::object).toList(), Cancellation.NEVER);
    }

    private static NewObject object(String key) {
        return new NewObject(key, new byte[] {1, 2, 3}, "image/png", Map.of());
    }

    private static StorageException internalError() {
        return new StorageUnavailableException("An internal error occurred at http://127.0.0.1:9000", null);
    }

    private void recover() {
        try {
            recovery.awaitFitness();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Finding> probe(boolean rendering) {
        probe.run();
        return Optional.empty();
    }
}
