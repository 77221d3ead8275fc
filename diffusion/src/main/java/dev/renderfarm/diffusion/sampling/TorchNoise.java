package dev.renderfarm.diffusion.sampling;

/**
 * Standard normal numbers as {@code torch.randn(..., generator=torch.Generator("cpu"))} draws them, so that a seed
 * means the same picture as in the reference pipeline. Uniforms of 24 bits come from MT19937, then Box-Muller goes over
 * blocks of 16 in which value {@code j} is paired with value {@code j+8} (ATen {@code normal_fill}). {@link StrictMath}
 * makes it the same on every machine.
 */
final class TorchNoise {

    private static final int BLOCK = 16;
    private static final int HALF = BLOCK / 2;

    /**
     * Draws all values of one tensor, in torch's order.
     *
     * @param seed of which the low 32 bits count
     * @param count at least 16; torch takes another way for fewer
     */
    public static float[] standardNormal(long seed, int count) {
        if (count < BLOCK) {
            throw new IllegalArgumentException("at least " + BLOCK + " values can be drawn, not " + count);
        }
        MersenneTwister random = new MersenneTwister(seed);
        float[] values = new float[count];
        fillUniform(random, values, 0);
        for (int start = 0; start + BLOCK <= count; start += BLOCK) {
            toNormal(values, start);
        }
        if (count % BLOCK != 0) {
            fillUniform(random, values, count - BLOCK);
            toNormal(values, count - BLOCK);
        }
        return values;
    }

    private static void fillUniform(MersenneTwister random, float[] values, int from) {
        for (int i = from; i < values.length; i++) {
            values[i] = (random.nextInt() & 0xFFFFFF) / (float) (1 << 24);
        }
    }

    private static void toNormal(float[] values, int start) {
        for (int j = start; j < start + HALF; j++) {
            float u1 = 1f - values[j];
            float u2 = values[j + HALF];
            double radius = StrictMath.sqrt(-2 * StrictMath.log(u1));
            double theta = 2 * Math.PI * u2;
            values[j] = (float) (radius * StrictMath.cos(theta));
            values[j + HALF] = (float) (radius * StrictMath.sin(theta));
        }
    }

    private TorchNoise() {}
}
