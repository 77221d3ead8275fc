package dev.renderfarm.gpuworker.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskOutcome;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskSamplingTest {

    private static final TaskOutcome LEFT = new TaskOutcome.Declined("it failed here before");

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.25, 1})
    void shouldTakeThatShareOfTheTasks(double share) {
        // Given
        TaskSampling sampling = new TaskSampling(share);
        // When
        long taken = IntStream.range(0, 100_000)
                .filter(index -> sampling.takes(task(index), LEFT))
                .count();
        // Then
        assertThat(taken / 100_000.0).isBetween(share * 0.9, share * 1.1);
    }

    @Test
    void shouldTakeEveryFailureAndNothingElseWhenTheShareIsZero() {
        // Given
        TaskSampling sampling = new TaskSampling(0);
        // When, then
        for (int index = 0; index < 1_000; index++) {
            assertThat(sampling.takes(task(index), LEFT)).isFalse();
            assertThat(sampling.takes(task(index), failed(FailureCode.RENDER_FAILED)))
                    .isTrue();
            assertThat(sampling.takes(task(index), failed(FailureCode.BATCH_CANCELLED)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void shouldSayWhatAShareIs(double share) {
        assertThatThrownBy(() -> new TaskSampling(share)).hasMessageContaining("renderfarm.traces.task-share");
    }

    private static TaskId task(int index) {
        return new TaskId(new BatchId("batch_5f0c9a"), index);
    }

    private static TaskOutcome failed(FailureCode code) {
        return new TaskOutcome.Failed(code, "made by the test");
    }
}
