package dev.renderfarm.coordinator.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.FarmView;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FarmCurveTest {

    private Instant now = Instant.parse("2026-01-02T12:00:00Z");
    private final FarmCurve curve = new FarmCurve(() -> now);

    @Test
    void shouldCountByTenSecondsForAnHour() {
        // Given
        curve.rendered(now);
        curve.rendered(now);
        now = now.plusSeconds(10);
        curve.failed(now);
        now = now.plusSeconds(19);
        // When
        FarmView.Curve view = curve.view();
        // Then
        assertThat(view.rendered()).hasSize(360).endsWith(2, 0, 0);
        assertThat(view.failed()).hasSize(360).endsWith(0, 1, 0);
        assertThat(view.from()).isEqualTo(Instant.parse("2026-01-02T11:00:30Z"));
    }

    @Test
    void shouldForgetWhatIsOlderThanAnHour() {
        curve.rendered(now);
        now = now.plusSeconds(3_599);
        assertThat(curve.view().rendered().get(0)).isEqualTo(1);
        now = now.plusSeconds(10);
        assertThat(curve.view().rendered()).containsOnly(0);
        curve.rendered(now);
        now = now.plusSeconds(100_000);
        assertThat(curve.view().rendered()).containsOnly(0);
    }

    @Test
    void shouldCountWhatWasWrittenBeforeItBeganWhereItBelongs() {
        // When
        curve.rendered(now.minusSeconds(20));
        curve.failed(now.minusSeconds(3_590));
        curve.rendered(now.minusSeconds(3_600));
        curve.rendered(now.plusSeconds(60));
        // Then
        assertThat(curve.begin()).isEqualTo(Instant.parse("2026-01-02T11:00:10Z"));
        assertThat(curve.view().rendered()).endsWith(1, 0, 1).contains(0, 1);
        assertThat(curve.view().rendered().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(2);
        assertThat(curve.view().failed().get(0)).isEqualTo(1);
    }
}
