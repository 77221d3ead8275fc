package dev.renderfarm.diffusion.sampling;

/**
 * The random numbers of a seed as {@code torch.Generator("cpu")} gives them, so that a seed means the same picture as in
 * the reference pipeline. {@link StrictMath} makes it the same on every machine. Not safe for use by several threads.
 */
public final class TorchGenerator {

    private static final int BLOCK = 16;
    private static final int HALF = BLOCK / 2;

    private final MersenneTwister random;

    /** @param seed of which the low 32 bits count */
    public TorchGenerator(long seed) {
        this.random = new MersenneTwister(seed);
    }

    /**
     * Draws all values of one tensor, in torch's order, as {@code torch.randn(..., generator=...)} does; the next draw
     * goes on from there. Uniforms of 24 bits come from MT19937, then Box-Muller goes over blocks of 16 in which value
     * {@code j} is paired with value {@code j+8} (ATen {@code normal_fill}).
     *
     * @param count at least 16; torch takes another way for fewer
     */
    public float[] standardNormal(int count) {
        if (count < BLOCK) {
            throw new IllegalArgumentException("at least " + BLOCK + " values can be drawn, not " + count);
        }
        float[] values = new float[count];
        fillUniform(values, 0);
        for (int start = 0; start + BLOCK <= count; start += BLOCK) {
            toNormal(values, start);
        }
        if (count % BLOCK != 0) {
            fillUniform(values, count - BLOCK);
            toNormal(values, count - BLOCK);
        }
        return values;
    }

    private void fillUniform(float[] values, int from) {
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
}
