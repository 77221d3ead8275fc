package dev.renderfarm.modelexport.architecture;

import java.util.List;

/**
 * A U-Net of Stable Diffusion. Lists have an element for each block, from the latents inwards; the way out has the same
 * in reverse.
 *
 * @param channels of the latents
 * @param blockChannels of the blocks; each but the last halves the sides
 * @param layersPerBlock on the way in; one more on the way out
 * @param attends whether the block's layers look at the caption
 * @param depths transformer blocks after each layer that does; the last counts in the middle too
 * @param heads of attentions
 * @param captionDim width of the caption
 * @param linearProjection whether tokens are projected by a matrix, and not by a 1x1 convolution
 * @param sizeFrequencies width of the embedding of each of six sizes; 0 where it is not told sizes
 * @param pooled width of the pooled caption; 0 where it has none
 */
public record UNetSizes(
        int channels,
        List<Integer> blockChannels,
        int layersPerBlock,
        List<Boolean> attends,
        List<Integer> depths,
        List<Integer> heads,
        int captionDim,
        boolean linearProjection,
        int normGroups,
        double normEps,
        int sizeFrequencies,
        int pooled) {

    /** Numbers that it is told of the picture's sizes. */
    public static final int SIZES = 6;

    public UNetSizes {
        blockChannels = List.copyOf(blockChannels);
        attends = List.copyOf(attends);
        depths = List.copyOf(depths);
        heads = List.copyOf(heads);
        Check.positive("in_channels", channels);
        Check.positive("layers_per_block", layersPerBlock);
        Check.positive("cross_attention_dim", captionDim);
        Check.positive("norm_num_groups", normGroups);
        Check.notNegative("addition_time_embed_dim", sizeFrequencies);
        int blocks = blockChannels.size();
        Check.that(blocks > 0, "block_out_channels is empty");
        Check.that(attends.size() == blocks, "down_block_types must be " + blocks + ", as many as block_out_channels");
        Check.that(depths.size() == blocks, "transformer_layers_per_block must be one number or " + blocks);
        Check.that(heads.size() == blocks, "attention_head_dim must be one number or " + blocks);
        for (int i = 0; i < blocks; i++) {
            int width = blockChannels.get(i);
            Check.that(
                    width > 0 && width % normGroups == 0,
                    "block_out_channels " + blockChannels + " must be multiples of norm_num_groups " + normGroups);
            Check.that(
                    heads.get(i) > 0 && width % heads.get(i) == 0,
                    "block_out_channels " + blockChannels + " must be multiples of the numbers of heads, " + heads);
            Check.that(depths.get(i) > 0, "transformer_layers_per_block must be positive: " + depths);
        }
        Check.that(blockChannels.get(0) % 2 == 0, "block_out_channels must be even: " + blockChannels);
        Check.that(
                (sizeFrequencies > 0) == (pooled > 0) && sizeFrequencies % 2 == 0,
                "projection_class_embeddings_input_dim must be more than 6 times addition_time_embed_dim, which is even");
    }

    public int blocks() {
        return blockChannels.size();
    }

    /** Width of the embedding of time. */
    public int timeWidth() {
        return 4 * blockChannels.get(0);
    }

    public int innermostChannels() {
        return blockChannels.get(blocks() - 1);
    }

    /** Whether it is told sizes and a pooled caption. */
    public boolean hasConditions() {
        return sizeFrequencies > 0;
    }
}
