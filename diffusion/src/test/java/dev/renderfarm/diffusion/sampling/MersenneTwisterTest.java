package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MersenneTwisterTest {

    @Test
    void shouldGiveThePublishedNumbersWhenTheSeedIs5489() {
        // Given
        var random = new MersenneTwister(5489);
        // When
        long first = Integer.toUnsignedLong(random.nextInt());
        for (int i = 2; i < 10_000; i++) {
            random.nextInt();
        }
        long tenThousandth = Integer.toUnsignedLong(random.nextInt());
        // Then: ISO C++ fixes the 10000th number of mt19937
        assertThat(first).isEqualTo(3_499_211_612L);
        assertThat(tenThousandth).isEqualTo(4_123_659_995L);
    }
}
