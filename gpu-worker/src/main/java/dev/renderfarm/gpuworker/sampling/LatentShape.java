package dev.renderfarm.gpuworker.sampling;

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
     * Initial latents of a seed, in [height, width, channels] order. torch draws them in [channels, height, width] order, so that is
     * how they are drawn here before they are laid out anew.
     */
    public float[] noise(long seed) {
        float[] channelsFirst = TorchNoise.standardNormal(seed, size());
        float[] channelsLast = new float[channelsFirst.length];
        int positions = height * width;
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < positions; p++) {
                channelsLast[p * channels + c] = channelsFirst[c * positions + p];
            }
        }
        return channelsLast;
    }
}
