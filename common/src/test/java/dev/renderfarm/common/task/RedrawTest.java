package dev.renderfarm.common.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RedrawTest {

    @Test
    void shouldBeginFromTheLinesSeedFirst() {
        assertThat(new Redraw(0, true).seed(42)).isEqualTo(42);
    }

    /** What was drawn is to be drawn again from its metadata, by every release: these never change. */
    @Test
    void shouldBeginFromTheSameOtherSeedEverywhere() {
        // printf 42/1 | sha256sum | cut -c1-8
        assertThat(new Redraw(1, false).seed(42)).isEqualTo(Long.parseLong("2e4deec3", 16));
        assertThat(new Redraw(2, false).seed(42)).isEqualTo(Long.parseLong("3370c13a", 16));
        assertThat(new Redraw(1, false).seed(ImageRequest.MAX_SEED)).isEqualTo(Long.parseLong("1da3655f", 16));
    }

    @Test
    void shouldBeginFromSeedsThatAreNoOthersOfTheLine() {
        assertThat(IntStream.range(0, 10).mapToLong(i -> new Redraw(1, false).seed(42 + i)))
                .doesNotContain(42L, 43L, 44L, 45L, 46L, 47L, 48L, 49L, 50L, 51L)
                .doesNotHaveDuplicates()
                .allMatch(seed -> seed >= 0 && seed <= ImageRequest.MAX_SEED);
    }

    @Test
    void shouldBeAbsentWhereItIsTheFirstOfSeveral() {
        assertThat(new Redraw(0, false).stored()).isNull();
        assertThat(new Redraw(0, true).stored()).isNotNull();
        assertThat(new Redraw(1, false).stored()).isNotNull();
        assertThatThrownBy(() -> new Redraw(-1, false)).hasMessage("number is negative: -1");
    }
}
