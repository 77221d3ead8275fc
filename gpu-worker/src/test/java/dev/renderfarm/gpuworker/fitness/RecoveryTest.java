package dev.renderfarm.gpuworker.fitness;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.gpuworker.fitness.SelfProbe.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RecoveryTest {

    private static final Backoff PAUSES = Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(5), Jitter.NONE);

    private static final Optional<Finding> WRONG_KEYS =
            Optional.of(new Finding(FailureCode.STORAGE_DENIED, "wrong keys"));

    private final ManualTime time = new ManualTime(NOW);
    private final List<Optional<WorkerProblem>> shown = new ArrayList<>();
    private final Fitness fitness = new Fitness(3, PAUSES, this::look, time);

    private void look() {
        shown.add(fitness.problem());
    }

    @Test
    void shouldSayWhatItFindsUntilTheProbeSucceeds() throws InterruptedException {
        // Given
        AtomicBoolean well = new AtomicBoolean();
        time.whenSleeping(() -> well.set(time.sleeps().size() == 6));
        // When
        new Recovery(fitness, rendering -> well.get() ? Optional.empty() : WRONG_KEYS, PAUSES, time).awaitFitness();
        // Then
        assertThat(shown)
                .containsExactly(
                        Optional.of(new WorkerProblem(FailureCode.STORAGE_DENIED, "wrong keys", NOW)),
                        Optional.empty());
        assertThat(time.sleeps()).extracting(Duration::toSeconds).containsExactly(0L, 1L, 2L, 4L, 5L, 5L);
    }

    @Test
    void shouldNotGiveUpWhenTheProbeItselfBreaks() throws InterruptedException {
        // Given
        AtomicReference<Throwable> broken = new AtomicReference<>(new OutOfMemoryError("made by the test"));
        SelfProbe probe = rendering -> {
            if (broken.getAndSet(null) instanceof Error error) {
                throw error;
            }
            return Optional.empty();
        };
        // When
        new Recovery(fitness, probe, PAUSES, time).awaitFitness();
        // Then
        assertThat(shown.get(0))
                .hasValueSatisfying(problem -> assertThat(problem.code()).isEqualTo(FailureCode.INTERNAL_ERROR));
        assertThat(fitness.isSetAside()).isFalse();
    }

    @Test
    void shouldBringTheWorkerBackEveryTimeItIsSetAside() throws InterruptedException {
        // Given
        Thread thread = new Thread(new Recovery(fitness, rendering -> Optional.empty(), PAUSES, time));
        thread.start();
        for (int i = 0; i < 2; i++) {
            // When
            fitness.setAside(FailureCode.STORAGE_UNAVAILABLE, "away " + i);
            // Then
            await().untilAsserted(() -> assertThat(fitness.isSetAside()).isFalse());
        }
        thread.interrupt();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }
}
