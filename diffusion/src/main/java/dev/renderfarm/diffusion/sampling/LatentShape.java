package dev.renderfarm.diffusion.sampling;

/** Shape of one picture's latents: {@code height} x {@code width} positions of {@code channels} values. */
public record LatentShape(int height, int width, int channels) {

    public LatentShape {
        if (height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException(
                    "latents must have a positive shape: " + height + "x" + width + "x" + channels);
        }
    }

    /** Values of one picture. */
    public int size() {
        return Math.multiplyExact(Math.multiplyExact(height, width), channels);
    }

    /**
     * One full draw, in [height, width, channels] order. torch draws in [channels, height, width] order, so that is how
     * it is drawn here before it is laid out anew.
     */
    public float[] noise(TorchGenerator generator) {
        return channelsLast(generator.standardNormal(size()));
    }

    /** [channels, height, width] → [height, width, channels]. */
    public float[] channelsLast(float[] channelsFirst) {
        return transposed(channelsFirst, channels, height * width);
    }

    /** [height, width, channels] → [channels, height, width]. */
    public float[] channelsFirst(float[] channelsLast) {
        return transposed(channelsLast, height * width, channels);
    }

    private float[] transposed(float[] values, int rows, int columns) {
        if (values.length != size()) {
            throw new IllegalArgumentException(
                    "latents of " + this + " have " + size() + " values, not " + values.length);
        }
        float[] result = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = values[row * columns + column];
            }
        }
        return result;
    }
}
