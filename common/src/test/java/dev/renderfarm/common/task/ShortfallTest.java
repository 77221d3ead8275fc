package dev.renderfarm.common.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShortfallTest {

    @Test
    void shouldPutFewerChecksBeforeLessExcess() {
        assertThat(new Shortfall(1, 0.9)).isLessThan(new Shortfall(2, 0.1));
        assertThat(new Shortfall(2, 0.1)).isLessThan(new Shortfall(2, 0.2));
        assertThat(new Shortfall(2, 0.2)).isEqualByComparingTo(new Shortfall(2, 0.2));
    }

    @Test
    void shouldRefuseWhatNoPictureCanHave() {
        assertThatThrownBy(() -> new Shortfall(0, 0)).hasMessageContaining("one check or more");
        assertThatThrownBy(() -> new Shortfall(1, 1.1)).hasMessageContaining("at most 1 each: 1, 1.1");
        assertThatThrownBy(() -> new Shortfall(1, Double.NaN)).hasMessageContaining("at most 1 each");
    }

    @Test
    void shouldKeepTheLastDrawingUnlessAnEarlierOneWasBetter() {
        // Given
        Redraw notLast = new Redraw(1, false);
        Redraw alone = new Redraw(1, true);
        Redraw last = new Redraw(2, true, new Shortfall(1, 0.5));
        // Then
        assertThat(notLast.keeps(new Shortfall(1, 0))).isFalse();
        assertThat(alone.keeps(new Shortfall(3, 3))).isTrue();
        assertThat(last.keeps(new Shortfall(1, 0.6))).isFalse();
        assertThat(last.keeps(new Shortfall(1, 0.5))).isTrue();
        assertThat(last.keeps(null)).isTrue();
    }
}
