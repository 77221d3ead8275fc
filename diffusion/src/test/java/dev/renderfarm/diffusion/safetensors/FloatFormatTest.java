package dev.renderfarm.diffusion.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatFormatTest {

    @ParameterizedTest
    @CsvSource({
        "3f800000, 3f80, exact",
        "3f808000, 3f80, half goes to the even neighbour below",
        "3f818000, 3f82, half goes to the even neighbour above",
        "3f807fff, 3f80, less than half",
        "3f808001, 3f81, more than half",
        "bf818000, bf82, the same with a sign",
        "7f7fffff, 7f80, too large becomes infinite",
        "7f800000, 7f80, infinity",
        "00000001, 0000, the smallest subnormal",
        "00008001, 0001, subnormals round as well",
    })
    void shouldRoundToNearestEvenWhenAFloatBecomesBfloat16(String bits, String expected, String why) {
        float value = Float.intBitsToFloat((int) Long.parseLong(bits, 16));
        assertThat(FloatFormat.toBfloat16(value)).as(why).isEqualTo((short) Integer.parseInt(expected, 16));
    }

    @Test
    void shouldKeepNanWhenItsBitsLieInTheLowerHalf() {
        short bits = FloatFormat.toBfloat16(Float.intBitsToFloat(0x7f800001));
        assertThat(FloatFormat.fromBfloat16(bits)).isNaN();
    }

    @Test
    void shouldGiveBackEveryBfloat16WhenItGoesThroughFloat() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = FloatFormat.fromBfloat16((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(FloatFormat.toBfloat16(value)).isEqualTo((short) bits);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0000, 0",
        "8000, -0.0",
        "3c00, 1",
        "c000, -2",
        "7bff, 65504",
        "0001, 5.9604645E-8",
        "03ff, 6.097555E-5",
        "0400, 6.1035156E-5",
        "7c00, Infinity",
        "fc00, -Infinity",
        "3555, 0.33325195"
    })
    void shouldReadHalfPrecisionExactly(String bits, float expected) {
        assertThat(FloatFormat.fromHalf((short) Integer.parseInt(bits, 16))).isEqualTo(expected);
    }

    @Test
    void shouldReadNanWhenAHalfIsNan() {
        assertThat(FloatFormat.fromHalf((short) 0x7e00)).isNaN();
    }
}
