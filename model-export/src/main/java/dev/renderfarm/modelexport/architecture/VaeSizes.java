package dev.renderfarm.modelexport.architecture;

import java.util.List;

/**
 * An AutoencoderKL.
 *
 * @param blockChannels of the blocks from the picture inwards; each but the last halves the sides
 * @param layersPerBlock of the encoder; the decoder has one more
 * @param scaling and shift: latents = (z − shift) · scaling
 * @param middleAttention whether the innermost block attends between its two residual networks
 * @param quantization whether a 1x1 convolution comes after the encoder
 * @param postQuantization whether a 1x1 convolution comes before the decoder
 */
public record VaeSizes(
        int latentChannels,
        List<Integer> blockChannels,
        int layersPerBlock,
        int normGroups,
        double scaling,
        double shift,
        boolean middleAttention,
        boolean quantization,
        boolean postQuantization) {

    public static final int IMAGE_CHANNELS = 3;

    public VaeSizes {
        blockChannels = List.copyOf(blockChannels);
        Check.positive("latent_channels", latentChannels);
        Check.positive("layers_per_block", layersPerBlock);
        Check.positive("norm_num_groups", normGroups);
        Check.that(!blockChannels.isEmpty(), "block_out_channels is empty");
        int groups = normGroups;
        Check.that(
                blockChannels.stream().allMatch(channels -> channels > 0 && channels % groups == 0),
                "block_out_channels " + blockChannels + " must be multiples of norm_num_groups " + groups);
        Check.that(scaling > 0, "scaling_factor must be positive: " + scaling);
    }

    /** Pixels per latent position, on each side. */
    public int scale() {
        return 1 << (blockChannels.size() - 1);
    }

    public int innermostChannels() {
        return blockChannels.get(blockChannels.size() - 1);
    }
}
