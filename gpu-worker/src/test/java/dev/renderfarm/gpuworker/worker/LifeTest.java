package dev.renderfarm.gpuworker.worker;

import static dev.renderfarm.gpuworker.sample.SampleTasks.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Jitter;
import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.worker.WorkerProblem;
import dev.renderfarm.common.worker.WorkerState;
import dev.renderfarm.gpuworker.fitness.Fitness;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LifeTest {

    private final ManualTime time = new ManualTime(NOW);
    private final Fitness fitness =
            new Fitness(3, Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(1), Jitter.NONE), () -> {}, time);
    private final Life life = new Life(fitness);

    @Test
    void shouldGoThroughAllStatesWhenAllGoesWell() {
        assertThat(life.state()).isEqualTo(WorkerState.STARTING);
        assertThat(life.advanceTo(WorkerState.READY)).isTrue();
        assertThat(life.advanceTo(WorkerState.DRAINING)).isTrue();
        assertThat(life.advanceTo(WorkerState.STOPPED)).isTrue();
        assertThat(life.state()).isEqualTo(WorkerState.STOPPED);
    }

    @Test
    void shouldNotBecomeReadyWhenItDrainsAlready() {
        // Given
        life.advanceTo(WorkerState.DRAINING);
        // When
        boolean ready = life.advanceTo(WorkerState.READY);
        // Then
        assertThat(ready).isFalse();
        assertThat(life.state()).isEqualTo(WorkerState.DRAINING);
    }

    @Test
    void shouldBeReadyAgainWhenADrainIsTakenBackButNotOnceItHasStopped() {
        // Given
        life.advanceTo(WorkerState.READY);
        life.advanceTo(WorkerState.DRAINING);
        // When
        life.takeBack();
        // Then
        assertThat(life.isReady()).isTrue();
        // When
        life.advanceTo(WorkerState.STOPPED);
        life.takeBack();
        // Then
        assertThat(life.state()).isEqualTo(WorkerState.STOPPED);
    }

    @Test
    void shouldBeSetAsideAndSayWhyOnlyBeforeItDrains() {
        // When
        fitness.setAside(FailureCode.STORAGE_DENIED, "wrong keys");
        // Then
        assertThat(life.state()).isEqualTo(WorkerState.SET_ASIDE);
        assertThat(life.problem()).contains(new WorkerProblem(FailureCode.STORAGE_DENIED, "wrong keys", NOW));
        life.advanceTo(WorkerState.READY);
        assertThat(life.state()).isEqualTo(WorkerState.SET_ASIDE);
        life.advanceTo(WorkerState.DRAINING);
        assertThat(life.state()).isEqualTo(WorkerState.DRAINING);
    }
}
