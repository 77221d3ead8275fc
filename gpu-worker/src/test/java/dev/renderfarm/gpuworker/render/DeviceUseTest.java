package dev.renderfarm.gpuworker.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.gpuworker.render.DeviceUse.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DeviceUseTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final DeviceUse use = new DeviceUse();

    @Test
    void shouldHaveNoRatioBeforeTheFirstTurn() {
        assertThat(use.soFar().recentRatio()).isEmpty();
    }

    @Test
    void shouldNotCountIdleTimeInWhichNoTaskWaited() {
        // When
        use.waits(at(0));
        turn(0, 10);
        use.waitsNoMore(at(0));
        use.waits(at(100));
        turn(100, 110);
        // Then
        assertUse(20, 0, 1);
    }

    @Test
    void shouldCountIdleTimeFromWhenTheTaskWasQueued() {
        // Given
        turn(0, 10);
        // When
        use.waits(at(85));
        turn(90, 105);
        // Then
        assertUse(15, 5, 15 / 20.0);
    }

    @Test
    void shouldCountAllIdleTimeWhereTheTaskWasQueuedBefore() {
        // Given
        use.waits(at(-7));
        turn(0, 10);
        // When
        turn(11, 20);
        // Then
        assertUse(19, 1, 19 / 20.0);
    }

    @Test
    void shouldForgetATaskThatIsDrawn() {
        // Given
        use.waits(at(0));
        turn(1, 10);
        use.waitsNoMore(at(0));
        // When
        use.waits(at(50));
        turn(50, 60);
        // Then
        assertUse(19, 0, 1);
    }

    @Test
    void shouldCountTheEnergyOfTheBusyTime() {
        // Given: it tries itself
        turn(0, 10);
        // When
        use.waits(at(20));
        turn(20, 27);
        use.begins(at(30));
        use.ends(at(31), OptionalLong.empty());
        // Then
        assertThat(use.soFar().energy()).isEqualTo(70);
    }

    @Test
    void shouldNotCountWhatTheWorkerDrawsToTryItself() {
        // When
        turn(0, 10);
        // Then
        assertThat(use.soFar().busy()).isZero();
        assertThat(use.soFar().recentRatio()).isEmpty();
    }

    @Test
    void shouldTellTheRatioOfTheLastMinute() {
        // Given: half an hour of which the device worked half
        use.waits(at(0));
        for (int second = 0; second < 1800; second += 2) {
            turn(second, second + 1);
        }
        // When: a minute without a gap
        for (int second = 1800; second < 1861; second++) {
            turn(second, second + 1);
        }
        // Then
        Use soFar = use.soFar();
        assertThat(soFar.recentRatio()).hasValue(1);
        assertThat(soFar.starved()).isEqualTo(Duration.ofSeconds(900));
    }

    private void turn(int from, int to) {
        use.begins(at(from));
        use.ends(at(to), OptionalLong.of(10L * (to - from)));
    }

    private void assertUse(int busy, int starved, double ratio) {
        assertThat(use.soFar().busy()).isEqualTo(Duration.ofSeconds(busy));
        assertThat(use.soFar().starved()).isEqualTo(Duration.ofSeconds(starved));
        assertThat(use.soFar().recentRatio()).hasValue(ratio);
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
