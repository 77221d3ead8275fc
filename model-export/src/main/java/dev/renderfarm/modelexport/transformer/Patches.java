package dev.renderfarm.modelexport.transformer;

import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.graph.Layers;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Latents to tokens and back: tokens row by row; inside a token rows, then columns, then channels, which vary fastest.
 * The order is that of {@code patchify_and_embed} and {@code unpatchify} in diffusers'
 * {@code ZImageTransformer2DModel}.
 */
final class Patches<T extends TFloating> {

    private static final int SIDE = TransformerSizes.PATCH;

    private final TransformerSizes sizes;
    private final Layers<T> layers;
    private final Ops tf;

    Patches(TransformerSizes sizes, Layers<T> layers) {
        this.sizes = sizes;
        this.layers = layers;
        this.tf = layers.tf();
    }

    /** How the latents [batch, h, w, channels] divide into patches; all scalars. */
    Grid grid(Operand<TFloat32> latents) {
        Operand<TInt32> side = tf.constant(SIDE);
        Operand<TInt32> rows = tf.math.floorDiv(layers.size(latents, 1), side);
        Operand<TInt32> columns = tf.math.floorDiv(layers.size(latents, 2), side);
        return new Grid(layers.size(latents, 0), rows, columns, tf.math.mul(rows, columns));
    }

    /** [batch, h, w, channels] → [batch, tokens, patch values]. */
    Operand<TFloat32> cut(Operand<TFloat32> latents, Grid grid) {
        Operand<TInt32> side = tf.constant(SIDE);
        Operand<TInt32> channels = tf.constant(sizes.channels());
        Operand<TFloat32> split = tf.reshape(
                latents, layers.shape(List.of(grid.batch(), grid.rows(), side, grid.columns(), side, channels)));
        Operand<TFloat32> ordered = tf.linalg.transpose(split, tf.array(0, 1, 3, 2, 4, 5));
        return tf.reshape(
                ordered, layers.shape(List.of(grid.batch(), grid.tokens(), tf.constant(sizes.patchValues()))));
    }

    /** [batch, tokens, patch values] → [batch, h, w, channels]. */
    Operand<TFloat32> join(Operand<TFloat32> tokens, Grid grid) {
        Operand<TInt32> side = tf.constant(SIDE);
        Operand<TInt32> channels = tf.constant(sizes.channels());
        Operand<TFloat32> split = tf.reshape(
                tokens, layers.shape(List.of(grid.batch(), grid.rows(), grid.columns(), side, side, channels)));
        Operand<TFloat32> ordered = tf.linalg.transpose(split, tf.array(0, 1, 3, 2, 4, 5));
        return tf.reshape(
                ordered,
                layers.shape(List.of(
                        grid.batch(), tf.math.mul(grid.rows(), side), tf.math.mul(grid.columns(), side), channels)));
    }

    /** Rows and columns of patches; {@code tokens} is their product. */
    record Grid(Operand<TInt32> batch, Operand<TInt32> rows, Operand<TInt32> columns, Operand<TInt32> tokens) {}
}
