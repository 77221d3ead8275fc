package dev.renderfarm.diffusion.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TorchGeneratorTest {

    @Test
    void shouldDrawWhatTorchDrawsWhenTheSeedIs42() {
        // When
        float[] values = new TorchGenerator(42).standardNormal(64);
        // Then: torch.randn(64, generator=torch.Generator("cpu").manual_seed(42))
        assertThat(Arrays.copyOf(values, 4))
                .containsExactly(new float[] {1.9269153f, 1.4872841f, 0.9007172f, -2.105521f}, within(3e-7f));
    }

    @Test
    void shouldDrawItsTailAnewWhenTheCountIsNoMultipleOfSixteen() {
        // When
        float[] whole = new TorchGenerator(7).standardNormal(32);
        float[] ragged = new TorchGenerator(7).standardNormal(20);
        // Then: the first values are those of the first block, the last 16 come from uniforms of their own
        assertThat(Arrays.copyOf(ragged, 4)).containsExactly(Arrays.copyOf(whole, 4));
        assertThat(Arrays.copyOfRange(ragged, 4, 16)).isNotEqualTo(Arrays.copyOfRange(whole, 4, 16));
        assertThat(Arrays.copyOfRange(ragged, 4, 20)).isEqualTo(normalOfUniforms(7, 20));
    }

    @Test
    void shouldGoOnInTheSameStreamWhenItIsDrawnFromAgain() {
        // Given
        TorchGenerator generator = new TorchGenerator(7);
        // When
        float[] first = generator.standardNormal(32);
        float[] second = generator.standardNormal(32);
        // Then
        float[] both = new TorchGenerator(7).standardNormal(64);
        assertThat(first).isEqualTo(Arrays.copyOf(both, 32));
        assertThat(second).isEqualTo(Arrays.copyOfRange(both, 32, 64));
    }

    @Test
    void shouldUseTheLow32BitsWhenTheSeedIsLarger() {
        assertThat(new TorchGenerator(42 + (1L << 32)).standardNormal(16))
                .isEqualTo(new TorchGenerator(42).standardNormal(16));
        assertThat(new TorchGenerator(0xFFFF_FFFFL).standardNormal(16))
                .isNotEqualTo(new TorchGenerator(42).standardNormal(16));
    }

    @Test
    void shouldBeStandardNormalWhenManyAreDrawn() {
        // When
        float[] values = new TorchGenerator(1).standardNormal(1 << 18);
        // Then
        double mean = 0;
        double square = 0;
        for (float value : values) {
            mean += value;
            square += (double) value * value;
        }
        assertThat(mean / values.length).isEqualTo(0, within(0.01));
        assertThat(square / values.length).isEqualTo(1, within(0.01));
    }

    @Test
    void shouldRefuseWhenTorchWouldTakeAnotherWay() {
        assertThatThrownBy(() -> new TorchGenerator(42).standardNormal(15)).hasMessageContaining("at least 16");
    }

    /** The 16 normal values of the uniforms that follow the first {@code skipped}. */
    private static float[] normalOfUniforms(long seed, int skipped) {
        MersenneTwister random = new MersenneTwister(seed);
        for (int i = 0; i < skipped; i++) {
            random.nextInt();
        }
        double[] u = new double[16];
        for (int i = 0; i < 16; i++) {
            u[i] = (random.nextInt() & 0xFFFFFF) / (double) (1 << 24);
        }
        float[] z = new float[16];
        for (int j = 0; j < 8; j++) {
            double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - u[j]));
            z[j] = (float) (radius * StrictMath.cos(2 * Math.PI * u[j + 8]));
            z[j + 8] = (float) (radius * StrictMath.sin(2 * Math.PI * u[j + 8]));
        }
        return z;
    }
}
