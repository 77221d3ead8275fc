package dev.renderfarm.modelexport.transformer;

import dev.renderfarm.modelexport.architecture.TransformerSizes;
import dev.renderfarm.modelexport.attention.Rotary;
import dev.renderfarm.modelexport.graph.Layers;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;

/**
 * Where the transformer's tokens stand on its three position axes, as rotary angles, and how sequences are filled up.
 * Caption token i, pads included, stands at (1 + i, 0, 0); the image token of row h and column w at (1 + padded caption
 * length, h, w); image pads at (0, 0, 0). As {@code patchify_and_embed} in diffusers' {@code ZImageTransformer2DModel}
 * places them and {@code RopeEmbedder} there joins the axes' angles.
 */
final class TokenPositions<T extends TFloating> {

    private final TransformerSizes sizes;
    private final Layers<T> layers;
    private final Rotary<T> rotary;
    private final Ops tf;

    TokenPositions(TransformerSizes sizes, Layers<T> layers) {
        this.sizes = sizes;
        this.layers = layers;
        this.rotary = new Rotary<>(layers);
        this.tf = layers.tf();
    }

    /** [1, length, 1, head width / 2]. */
    Operand<TFloat32> ofCaption(Operand<TInt32> length) {
        Operand<TInt32> index = layers.positions(length);
        Operand<TInt32> zero = tf.math.mul(index, tf.constant(0));
        Operand<TFloat32> angles = axes(tf.math.add(index, tf.constant(1)), zero, zero);
        return tf.expandDims(tf.expandDims(angles, tf.constant(1)), tf.constant(0));
    }

    /**
     * Angles of the image tokens and their pads.
     *
     * @param length of the padded image sequence
     * @param captionLengths [batch], padded
     * @return [batch, length, 1, head width / 2]
     */
    Operand<TFloat32> ofImage(Patches.Grid grid, Operand<TInt32> length, Operand<TInt32> captionLengths) {
        Operand<TInt32> index = layers.positions(length);
        Operand<TInt32> isToken = tf.dtypes.cast(tf.math.less(index, grid.tokens()), TInt32.class);
        Operand<TInt32> row = tf.math.mul(tf.math.floorDiv(index, grid.columns()), isToken);
        Operand<TInt32> column = tf.math.mul(tf.math.floorMod(index, grid.columns()), isToken);
        Operand<TInt32> after = tf.expandDims(tf.math.add(captionLengths, tf.constant(1)), tf.constant(1));
        Operand<TInt32> first = tf.math.mul(after, tf.expandDims(isToken, tf.constant(0)));
        Operand<TInt32> none = tf.math.mul(first, tf.constant(0));
        Operand<TFloat32> angles = axes(first, tf.math.add(none, row), tf.math.add(none, column));
        return tf.expandDims(angles, tf.constant(2));
    }

    /**
     * Fills sequences up to {@code length} with a pad token.
     *
     * @param tokens [batch, given, dim]
     * @param lengths [batch] or [1]: from where on a sample's tokens are replaced
     * @param pad [1, 1, dim]
     * @return [batch, length, dim]
     */
    Operand<T> padWith(
            Operand<T> tokens, Operand<TInt32> given, Operand<TInt32> lengths, Operand<TInt32> length, Operand<T> pad) {
        Operand<TInt32> zero = tf.constant(0);
        Operand<TInt32> none = tf.array(0, 0);
        Operand<TInt32> paddings = tf.stack(List.of(none, tf.stack(List.of(zero, tf.math.sub(length, given))), none));
        Operand<T> filled = tf.pad(tokens, paddings, layers.narrow(tf.constant(0f)));
        Operand<TInt32> index = tf.expandDims(layers.positions(length), tf.constant(0));
        Operand<TBool> isToken = tf.math.less(index, tf.expandDims(lengths, tf.constant(1)));
        return tf.select(tf.expandDims(isToken, tf.constant(-1)), filled, pad);
    }

    /** The first tokens of each sequence. */
    Operand<T> first(Operand<T> tokens, Operand<TInt32> count) {
        Operand<TInt32> size = tf.stack(List.of(tf.constant(-1), count, tf.constant(-1)));
        return tf.slice(tokens, tf.array(0, 0, 0), size);
    }

    private Operand<TFloat32> axes(Operand<TInt32> first, Operand<TInt32> row, Operand<TInt32> column) {
        return tf.concat(
                List.of(
                        rotary.angles(first, sizes.axes().get(0), sizes.ropeTheta()),
                        rotary.angles(row, sizes.axes().get(1), sizes.ropeTheta()),
                        rotary.angles(column, sizes.axes().get(2), sizes.ropeTheta())),
                tf.constant(-1));
    }
}
