package dev.renderfarm.common.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LikenessTest {

    @Test
    void shouldTellInHowManyBitsTwoDiffer() {
        assertThat(distance("0000000000000000", "ffffffffffffffff")).isEqualTo(64);
        assertThat(distance("8000000000000001", "0000000000000000")).isEqualTo(2);
        assertThat(distance("f0f0f0f0f0f0f0f0", "f0f0f0f0f0f0f0f0")).isZero();
    }

    @Test
    void shouldRefuseWhatIsNoHash() {
        assertThatThrownBy(() -> new Likeness("FFFFFFFFFFFFFFFF", 1))
                .hasMessage("dhash is not 16 digits of lower-case hex: FFFFFFFFFFFFFFFF");
        assertThatThrownBy(() -> new Likeness("0", null)).hasMessageContaining("16 digits");
        assertThatThrownBy(() -> new Likeness("0000000000000000", 0)).hasMessage("variant must be at least 1: 0");
    }

    private static int distance(String one, String other) {
        return new Likeness(one, 1).distance(new Likeness(other, 2));
    }
}
