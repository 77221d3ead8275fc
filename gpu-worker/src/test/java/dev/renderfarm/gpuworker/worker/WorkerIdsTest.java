package dev.renderfarm.gpuworker.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerIdsTest {

    @Test
    void shouldTakeTheNameWhenOneIsGiven() {
        assertThat(WorkerIds.choose(Optional.of("gpu-7"))).hasToString("gpu-7");
    }

    @Test
    void shouldTellProcessesApartWhenNoNameIsGiven() {
        assertThat(WorkerIds.choose(Optional.empty()).value())
                .endsWith("-" + ProcessHandle.current().pid());
    }
}
