package dev.renderfarm.gpuworker.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuffmanCodeTest {

    @Test
    void shouldBeTheExampleOfTheSpecificationWhenItsLengthsFollow() {
        // Given: lengths 3, 3, 3, 3, 3, 2, 4, 4 of RFC 1951, 3.2.2
        int[] frequencies = {10, 10, 10, 10, 10, 20, 4, 5};
        // When
        HuffmanCode code = HuffmanCode.of(frequencies, 14);
        // Then
        int[] lengths = {3, 3, 3, 3, 3, 2, 4, 4};
        int[] codes = {0b010, 0b011, 0b100, 0b101, 0b110, 0b00, 0b1110, 0b1111};
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            assertThat(code.length(symbol)).isEqualTo(lengths[symbol]);
            assertThat(code.code(symbol)).isEqualTo(Integer.reverse(codes[symbol]) >>> (32 - lengths[symbol]));
        }
    }

    @Test
    void shouldFillAllCodesWithinTheLimitWhateverTheFrequencies() {
        for (int seed = 0; seed < 200; seed++) {
            // Given
            Random random = new Random(seed);
            int[] frequencies = new int[2 + random.nextInt(284)];
            double shape = 0.5 + random.nextDouble();
            for (int symbol = 0; symbol < frequencies.length; symbol++) {
                frequencies[symbol] = random.nextInt(3) == 0 ? 0 : 1 + (int) Math.pow(shape, symbol % 40);
            }
            // When
            HuffmanCode code = HuffmanCode.of(frequencies, 9);
            // Then
            int filled = 0;
            for (int symbol = 0; symbol < frequencies.length; symbol++) {
                int length = code.length(symbol);
                assertThat(length).as("seed %d", seed).isBetween(frequencies[symbol] > 0 ? 1 : 0, 9);
                filled += length == 0 ? 0 : 1 << (9 - length);
            }
            assertThat(filled).as("seed %d", seed).isEqualTo(1 << 9);
        }
    }

    @Test
    void shouldStayWithinTheLimitWhenHuffmansTreeIsAsDeepAsItGets() {
        // Given: Fibonacci's numbers
        int[] frequencies = new int[30];
        frequencies[0] = 1;
        frequencies[1] = 1;
        for (int symbol = 2; symbol < frequencies.length; symbol++) {
            frequencies[symbol] = frequencies[symbol - 1] + frequencies[symbol - 2];
        }
        // When
        HuffmanCode code = HuffmanCode.of(frequencies, 14);
        // Then
        assertThat(code.length(0)).isEqualTo(14);
        assertThat(code.length(29)).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1, 5})
    void shouldHaveTwoCodesWhenOneSymbolOccursAtMost(int only) {
        // Given
        int[] frequencies = new int[6];
        if (only >= 0) {
            frequencies[only] = 9;
        }
        // When
        HuffmanCode code = HuffmanCode.of(frequencies, 14);
        // Then
        int codes = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            codes += code.length(symbol);
        }
        assertThat(codes).isEqualTo(2);
        assertThat(code.length(Math.max(0, only))).isEqualTo(1);
    }
}
