package dev.renderfarm.gpuworker.store;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.RenderCancelledException;
import dev.renderfarm.gpuworker.fitness.Fitness;
import dev.renderfarm.objectstore.store.InMemoryObjectStore;
import dev.renderfarm.objectstore.store.ObjectNotFoundException;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketReaderTest {

    private static final Backoff PAUSES = Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(5), Jitter.NONE);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ManualTime time = new ManualTime(NOW);
    private final Fitness fitness = new Fitness(3, PAUSES, () -> {}, time);
    private final BucketReader reader = new BucketReader(
            objects,
            new StorageProbe(objects, new WorkerId("worker-1"), new Random(1)),
            fitness,
            new Patience(PAUSES, Duration.ofMinutes(1), time, time));

    BucketReaderTest() {
        objects.put("mug.png", new byte[] {1, 2, 3}, "image/png", Map.of());
    }

    @Test
    void shouldReadNoMoreThanIsAskedFor() throws InterruptedException {
        assertThat(read(2)).containsExactly(1, 2);
        assertThat(read(4)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldTryAgainWithoutAWordWhenTheBucketBlinks() throws InterruptedException {
        // Given
        objects.setAvailable(false);
        time.whenSleeping(() -> objects.setAvailable(time.sleeps().size() >= 2));
        // When, then
        assertThat(read(4)).containsExactly(1, 2, 3);
        assertThat(fitness.isSetAside()).isFalse();
    }

    @Test
    void shouldTryAgainWhenItBreaksOffOnItsWay() throws InterruptedException {
        // Given
        objects.breakOffAfter(2);
        time.whenSleeping(() -> objects.breakOffAfter(3));
        // When, then
        assertThat(read(4)).containsExactly(1, 2, 3);
    }

    @Test
    void shouldSetTheWorkerAsideAndGiveUpAfterTheLimitWhenTheBucketStaysAway() {
        // Given
        objects.setAvailable(false);
        // When, then
        assertThatThrownBy(() -> read(4)).isInstanceOf(StorageUnavailableException.class);
        assertThat(Duration.between(NOW, time.instant())).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
        assertThat(fitness.awaitsStorage()).isTrue();
    }

    @Test
    void shouldGiveUpWithinSecondsWhenOnlyThisObjectBreaksOff() {
        // Given
        objects.failWith(key -> key.equals("mug.png")
                ? Optional.of(new StorageUnavailableException("broken off", null))
                : Optional.empty());
        // When, then
        assertThatThrownBy(() -> read(4)).hasMessage("broken off");
        assertThat(time.instant()).isBefore(NOW.plusSeconds(5));
        assertThat(fitness.isSetAside()).isFalse();
    }

    @Test
    void shouldNotWaitWhenThereIsNone() {
        assertThatThrownBy(() -> reader.read("hat.png", 4, Cancellation.NEVER))
                .isInstanceOf(ObjectNotFoundException.class);
        assertThat(time.sleeps()).isEmpty();
    }

    @Test
    void shouldStopWhenNobodyWaitsForItAnyMore() {
        // Given
        objects.setAvailable(false);
        // When, then
        assertThatThrownBy(() -> reader.read("mug.png", 4, () -> !time.sleeps().isEmpty()))
                .isInstanceOf(RenderCancelledException.class);
        assertThat(time.sleeps()).hasSize(1);
    }

    private byte[] read(int most) throws InterruptedException {
        return reader.read("mug.png", most, Cancellation.NEVER);
    }
}
