package dev.renderfarm.modelexport.pruning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadFractionTest {

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "0.91", "20", "20%", "NaN", "Infinity", "", "half"})
    void shouldSayWhatIsWantedWhenTheTextIsNoFractionOfUse(String text) {
        assertThatThrownBy(() -> HeadFraction.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "must be a fraction of all heads of the main layers, from 0 to 0.9, such as 0.2 for a fifth of"
                                + " them: " + text);
    }

    @Test
    void shouldRoundDownToWholeHeadsButNotBecauseOfBinaryFractions() {
        assertThat(HeadFraction.parse("0.2").of(900)).isEqualTo(180);
        assertThat(HeadFraction.parse("0.3").of(10)).isEqualTo(3);
        assertThat(HeadFraction.parse("0.29").of(100)).isEqualTo(29);
        assertThat(HeadFraction.parse("0.3").of(9)).isEqualTo(2);
        assertThat(HeadFraction.parse("0").isNone()).isTrue();
    }
}
