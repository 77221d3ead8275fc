package dev.renderfarm.modelexport.architecture;

import java.util.List;

/**
 * An S3-DiT.
 *
 * @param channels of the latents
 * @param dim width of the residual stream
 * @param captionDim width of the caption, equal to the text encoder's
 * @param axes of a head's width, how much belongs to each of the three position axes: caption or frame, row, column
 * @param timeScale by which the time in 0..1 is multiplied before it is embedded
 * @param headNorm whether queries and keys are normed, head by head
 */
public record TransformerSizes(
        int channels,
        int dim,
        int layers,
        int refinerLayers,
        int heads,
        int captionDim,
        double normEps,
        double ropeTheta,
        double timeScale,
        List<Integer> axes,
        boolean headNorm) {

    /** Side of a patch in latent positions. */
    public static final int PATCH = 2;
    /** Sequences are padded to multiples of this with learned tokens. */
    public static final int SEQUENCE_MULTIPLE = 32;
    /** Width of the sinusoidal embedding of time. */
    public static final int TIME_FREQUENCIES = 256;
    /** Hidden width of the time embedding's network. */
    public static final int TIME_HIDDEN = 1024;

    private static final int MODULATION = 256;

    public TransformerSizes {
        axes = List.copyOf(axes);
        Check.positive("in_channels", channels);
        Check.positive("dim", dim);
        Check.positive("n_layers", layers);
        Check.notNegative("n_refiner_layers", refinerLayers);
        Check.positive("n_heads", heads);
        Check.positive("cap_feat_dim", captionDim);
        Check.that(dim % heads == 0, "dim " + dim + " is not a multiple of n_heads " + heads);
        Check.that(
                axes.size() == 3 && axes.stream().allMatch(axis -> axis > 0 && axis % 2 == 0),
                "axes_dims must be three positive even numbers: " + axes);
        int sum = axes.stream().mapToInt(Integer::intValue).sum();
        Check.that(sum == dim / heads, "axes_dims " + axes + " must add up to dim / n_heads = " + dim / heads);
    }

    public int headDim() {
        return dim / heads;
    }

    /** Hidden width of a feed-forward network. */
    public int feedForward() {
        return (int) (dim / 3.0 * 8);
    }

    /** Width of the vector that modulates the blocks. */
    public int modulation() {
        return Math.min(dim, MODULATION);
    }

    /** Values of a token before it is embedded. */
    public int patchValues() {
        return PATCH * PATCH * channels;
    }
}
