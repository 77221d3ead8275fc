package dev.renderfarm.modelexport.pruning;

import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.architecture.TransformerSizes;

/**
 * Floating point operations of one denoising step of one sample, a multiply-add counted as two: the matrices of all
 * blocks and their attention. Embeddings and the final layer, less than a thousandth, are left out.
 */
final class TransformerCost {

    private final TransformerSizes sizes;

    TransformerCost(TransformerSizes sizes) {
        this.sizes = sizes;
    }

    /** @param image and {@code caption} tokens, filled up to multiples of 32 here */
    long operations(KeptHeads heads, int image, int caption) {
        long paddedImage = padded(image);
        long paddedCaption = padded(caption);
        long total = sizes.refinerLayers() * (block(sizes.heads(), paddedImage) + block(sizes.heads(), paddedCaption));
        for (int layer = 0; layer < sizes.layers(); layer++) {
            total += block(heads.count(layer), paddedImage + paddedCaption);
        }
        return total;
    }

    /** Four attention matrices, three of the feed-forward network; scores and their product with the values. */
    private long block(int heads, long tokens) {
        long width = (long) heads * sizes.headDim();
        long weights = 4L * sizes.dim() * width + 3L * sizes.dim() * sizes.feedForward();
        return 2 * tokens * weights + 4 * tokens * tokens * width;
    }

    private static long padded(int tokens) {
        long multiple = TransformerSizes.SEQUENCE_MULTIPLE;
        return (tokens + multiple - 1) / multiple * multiple;
    }
}
