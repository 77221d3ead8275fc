package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.worker.WorkerState;
import org.junit.jupiter.api.Test;

class LifeTest {

    private final Life life = new Life();

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
}
