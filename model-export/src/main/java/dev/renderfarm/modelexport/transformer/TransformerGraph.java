package dev.renderfarm.modelexport.transformer;

import dev.renderfarm.modelexport.architecture.KeptHeads;
import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.attention.Attention;
import dev.renderfarm.modelexport.attention.AttentionListener;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.Sequence;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Tile;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * S3-DiT, the single-stream diffusion transformer of Z-Image, with the formulas of diffusers'
 * {@code ZImageTransformer2DModel}. Image tokens and caption tokens are refined apart, then go through the main blocks
 * as one sequence, image first. Each part is filled up with learned pad tokens to a multiple of 32; these are seen by
 * all others. What fills a caption up to the longest one of the batch is not.
 */
final class TransformerGraph<T extends TFloating> {

    private static final int MULTIPLE = TransformerSizes.SEQUENCE_MULTIPLE;
    private static final double FINAL_NORM_EPS = 1e-6;
    private static final String PATCH_KEY = "2-1";

    private final TransformerSizes sizes;
    private final KeptHeads heads;
    private final Layers<T> layers;
    private final AttentionListener<T> listener;
    private final Patches<T> patches;
    private final TokenPositions<T> positions;
    private final TransformerBlock<T> block;
    private final Ops tf;

    /** @param listener hears of the main layers' attentions */
    TransformerGraph(TransformerSizes sizes, KeptHeads heads, Layers<T> layers, AttentionListener<T> listener) {
        this.sizes = sizes;
        this.heads = heads;
        this.layers = layers;
        this.listener = listener;
        this.patches = new Patches<>(sizes, layers);
        this.positions = new TokenPositions<>(sizes, layers);
        this.block = new TransformerBlock<>(sizes, sizes.heads(), layers, AttentionListener.none());
        this.tf = layers.tf();
    }

    /**
     * Builds the network.
     *
     * @param latents [batch, h, w, channels], h and w even
     * @param t [batch], 0 is pure noise and 1 the picture
     * @param caption [batch, length, caption width]
     * @param captionLengths [batch], how many tokens of each caption count
     * @return velocity [batch, h, w, channels]: x ← x + (σ' − σ) · velocity
     */
    Operand<TFloat32> denoise(
            Operand<TFloat32> latents, Operand<TFloat32> t, Operand<TFloat32> caption, Operand<TInt32> captionLengths) {
        Operand<T> time = timeEmbedding(t);
        Patches.Grid grid = patches.grid(latents);
        Operand<TInt32> imageLength = roundUp(grid.tokens());
        Sequence image = new Sequence(tf, grid.batch(), imageLength);
        Sequence text = new Sequence(tf, grid.batch(), roundUp(layers.size(caption, 1)));
        Sequence unified = new Sequence(tf, grid.batch(), tf.math.add(imageLength, text.length()));
        Operand<TInt32> paddedCaptions = roundUp(captionLengths);

        Operand<TFloat32> imageAngles = positions.ofImage(grid, imageLength, paddedCaptions);
        Operand<TFloat32> textAngles = positions.ofCaption(text.length());
        Operand<TFloat32> textBias = keyBias(text.length(), paddedCaptions);
        Operand<TFloat32> noBias = tf.constant(new float[1][1][1][1]);

        Operand<T> x = embedImage(latents, grid, image);
        for (int i = 0; i < sizes.refinerLayers(); i++) {
            x = block.modulated(image, x, time, "noise_refiner." + i, imageAngles, noBias);
        }
        Operand<T> c = embedCaption(caption, captionLengths, text);
        for (int i = 0; i < sizes.refinerLayers(); i++) {
            c = block.plain(text, c, "context_refiner." + i, textAngles, textBias);
        }
        Operand<T> u = tf.concat(List.of(x, c), tf.constant(1));
        Operand<TFloat32> angles = tf.concat(List.of(imageAngles, perSample(textAngles, grid.batch())), tf.constant(1));
        Operand<TFloat32> bias = unifiedBias(imageLength, textBias, grid.batch());
        for (int i = 0; i < sizes.layers(); i++) {
            u = mainBlock(i).modulated(unified, u, time, "layers." + i, angles, bias);
        }
        Operand<T> tokens = positions.first(u, grid.tokens());
        return tf.math.neg(patches.join(layers.wide(finish(tokens, grid, time)), grid));
    }

    private TransformerBlock<T> mainBlock(int layer) {
        return new TransformerBlock<>(sizes, heads.count(layer), layers, listener);
    }

    /**
     * Diffusers' {@code TimestepEmbedder}: sinusoids of 1000 t, cosines first, through two layers; [batch] → [batch,
     * modulation].
     */
    private Operand<T> timeEmbedding(Operand<TFloat32> t) {
        int half = TransformerSizes.TIME_FREQUENCIES / 2;
        float[] frequencies = new float[half];
        for (int k = 0; k < half; k++) {
            frequencies[k] = (float) Math.exp(-Math.log(10_000) * k / half);
        }
        Operand<TFloat32> scaled = tf.math.mul(t, tf.constant((float) sizes.timeScale()));
        Operand<TFloat32> angles = tf.math.mul(tf.expandDims(scaled, tf.constant(1)), tf.constant(frequencies));
        Operand<T> embedding =
                layers.narrow(tf.concat(List.of(tf.math.cos(angles), tf.math.sin(angles)), tf.constant(1)));
        Operand<T> hidden = layers.silu(layers.linear(
                embedding, "t_embedder.mlp.0", TransformerSizes.TIME_FREQUENCIES, TransformerSizes.TIME_HIDDEN, true));
        return layers.linear(hidden, "t_embedder.mlp.2", TransformerSizes.TIME_HIDDEN, sizes.modulation(), true);
    }

    private Operand<T> embedImage(Operand<TFloat32> latents, Patches.Grid grid, Sequence image) {
        Sequence unpadded = new Sequence(tf, grid.batch(), grid.tokens());
        Operand<T> tokens = layers.linear(
                unpadded,
                layers.narrow(patches.cut(latents, grid)),
                "all_x_embedder." + PATCH_KEY,
                sizes.patchValues(),
                sizes.dim(),
                true);
        Operand<TInt32> lengths = tf.expandDims(grid.tokens(), tf.constant(0));
        return positions.padWith(tokens, grid.tokens(), lengths, image.length(), padToken("x_pad_token"));
    }

    private Operand<T> embedCaption(Operand<TFloat32> caption, Operand<TInt32> lengths, Sequence text) {
        Operand<TInt32> given = layers.size(caption, 1);
        Sequence unpadded = new Sequence(tf, text.batch(), given);
        Operand<T> normed =
                layers.rmsNorm(layers.narrow(caption), "cap_embedder.0.weight", sizes.captionDim(), sizes.normEps());
        Operand<T> tokens = layers.linear(unpadded, normed, "cap_embedder.1", sizes.captionDim(), sizes.dim(), true);
        return positions.padWith(tokens, given, lengths, text.length(), padToken("cap_pad_token"));
    }

    /**
     * Diffusers' {@code FinalLayer}: (LayerNorm(u)·(1 + scale)) Wᵀ + b, scale = silu(time) Wᵀ + b; [batch, tokens,
     * patch values].
     */
    private Operand<T> finish(Operand<T> tokens, Patches.Grid grid, Operand<T> time) {
        String name = "all_final_layer." + PATCH_KEY;
        Operand<T> scale =
                layers.linear(layers.silu(time), name + ".adaLN_modulation.1", sizes.modulation(), sizes.dim(), true);
        Operand<T> factor = tf.math.add(tf.expandDims(scale, tf.constant(1)), block.one());
        Operand<T> normed = tf.math.mul(layers.layerNorm(tokens, FINAL_NORM_EPS), factor);
        Sequence sequence = new Sequence(tf, grid.batch(), grid.tokens());
        return layers.linear(sequence, normed, name + ".linear", sizes.dim(), sizes.patchValues(), true);
    }

    private Operand<T> padToken(String name) {
        return tf.reshape(layers.weights().get(name, 1, sizes.dim()), tf.array(1, 1, sizes.dim()));
    }

    /** [batch, 1, 1, length]: no token sees what lies beyond its own sample's length. */
    private Operand<TFloat32> keyBias(Operand<TInt32> length, Operand<TInt32> lengths) {
        Operand<TInt32> index = tf.expandDims(layers.positions(length), tf.constant(0));
        Operand<TFloat32> beyond =
                tf.dtypes.cast(tf.math.less(index, tf.expandDims(lengths, tf.constant(1))), TFloat32.class);
        Operand<TFloat32> bias = tf.math.mul(tf.math.sub(tf.constant(1f), beyond), tf.constant(Attention.MASKED));
        return tf.expandDims(tf.expandDims(bias, tf.constant(1)), tf.constant(1));
    }

    private Operand<TFloat32> unifiedBias(
            Operand<TInt32> imageLength, Operand<TFloat32> textBias, Operand<TInt32> batch) {
        Operand<TFloat32> image =
                tf.fill(layers.shape(List.of(batch, tf.constant(1), tf.constant(1), imageLength)), tf.constant(0f));
        return tf.concat(List.of(image, textBias), tf.constant(3));
    }

    private Operand<TFloat32> perSample(Operand<TFloat32> angles, Operand<TInt32> batch) {
        Operand<TInt32> one = tf.constant(1);
        Tile<TFloat32> tiled = tf.tile(angles, layers.shape(List.of(batch, one, one, one)));
        return tiled;
    }

    private Operand<TInt32> roundUp(Operand<TInt32> length) {
        Operand<TInt32> multiple = tf.constant(MULTIPLE);
        Operand<TInt32> blocks = tf.math.floorDiv(tf.math.add(length, tf.constant(MULTIPLE - 1)), multiple);
        return tf.math.mul(blocks, multiple);
    }
}
