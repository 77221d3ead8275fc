package dev.renderfarm.gpuworker.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.backoff.ManualTime;
import dev.renderfarm.gpuworker.sample.SampleTasks;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.trace.Timeline.Lap;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private final ManualTime time = new ManualTime(SampleTasks.NOW);

    @Test
    void shouldPutStagesOneAfterTheOtherInTheOrderOfTheFlow() {
        // Given
        Timeline timeline = new Timeline(time);
        // When
        time.advance(Duration.ofSeconds(6));
        timeline.passed(Map.of(
                Stage.DECODE, Duration.ofSeconds(1),
                Stage.ENCODE_PROMPT, Duration.ofSeconds(2),
                Stage.DENOISE, Duration.ofSeconds(3)));
        time.advance(Duration.ofSeconds(4));
        timeline.passed(Map.of(Stage.UPLOAD, Duration.ofSeconds(1)));
        // Then: in between it waited
        assertThat(timeline.laps())
                .containsExactly(
                        new Lap(Stage.ENCODE_PROMPT, at(0), at(2)),
                        new Lap(Stage.DENOISE, at(2), at(5)),
                        new Lap(Stage.DECODE, at(5), at(6)),
                        new Lap(Stage.UPLOAD, at(9), at(10)));
    }

    @Test
    void shouldTakeATimeThatAClockSetBackMadeNegativeForNone() {
        // Given
        Timeline timeline = new Timeline(time);
        // When
        timeline.passed(Map.of(Stage.DENOISE, Duration.ofSeconds(-3)));
        // Then
        assertThat(timeline.laps()).containsExactly(new Lap(Stage.DENOISE, at(0), at(0)));
    }

    private static Instant at(int second) {
        return SampleTasks.NOW.plusSeconds(second);
    }
}
