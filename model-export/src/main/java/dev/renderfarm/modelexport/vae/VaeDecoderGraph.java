package dev.renderfarm.modelexport.vae;

import dev.renderfarm.modelexport.architecture.VaeSizes;
import dev.renderfarm.modelexport.graph.Layers;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TFloating;

/**
 * Latents to pixels, channels last. Formulas as in the decoder of diffusers' {@code AutoencoderKL} ({@code Decoder}
 * with {@code UpDecoderBlock2D}).
 */
final class VaeDecoderGraph<T extends TFloating> {

    private static final String PREFIX = "decoder.";

    private final VaeSizes sizes;
    private final Layers<T> layers;
    private final VaeLayers<T> vae;
    private final Ops tf;

    VaeDecoderGraph(VaeSizes sizes, Layers<T> layers) {
        this.sizes = sizes;
        this.layers = layers;
        this.vae = new VaeLayers<>(sizes, layers);
        this.tf = layers.tf();
    }

    /**
     * Latents as the transformer has them [batch, h, w, channels] → pixels [batch, scale·h, scale·w, 3], about −1 to 1.
     */
    Operand<TFloat32> decode(Operand<TFloat32> latents) {
        Operand<TFloat32> z = tf.math.add(
                tf.math.div(latents, tf.constant((float) sizes.scaling())), tf.constant((float) sizes.shift()));
        int channels = sizes.innermostChannels();
        int latentChannels = sizes.latentChannels();
        Operand<T> given = layers.narrow(z);
        Operand<T> code = sizes.postQuantization()
                ? vae.convolution(given, "post_quant_conv", latentChannels, latentChannels, 1)
                : given;
        Operand<T> x = vae.convolution(code, PREFIX + "conv_in", latentChannels, channels, VaeLayers.KERNEL);
        x = vae.middle(x, PREFIX + "mid_block", channels);
        List<Integer> blocks = sizes.blockChannels();
        for (int i = 0; i < blocks.size(); i++) {
            int out = blocks.get(blocks.size() - 1 - i);
            boolean last = i == blocks.size() - 1;
            x = upBlock(x, PREFIX + "up_blocks." + i, channels, out, last);
            channels = out;
        }
        Operand<T> normed = vae.normed(x, PREFIX + "conv_norm_out", channels);
        return layers.wide(
                vae.convolution(normed, PREFIX + "conv_out", channels, VaeSizes.IMAGE_CHANNELS, VaeLayers.KERNEL));
    }

    /**
     * Diffusers' {@code VaeImageProcessor}: pixels about −1 to 1 → bytes, clamp(y/2 + ½, 0, 1)·255, halves to the even
     * neighbour.
     */
    Operand<TUint8> bytes(Operand<TFloat32> pixels) {
        Operand<TFloat32> half = tf.constant(0.5f);
        Operand<TFloat32> unit = tf.math.add(tf.math.mul(pixels, half), half);
        Operand<TFloat32> clamped = tf.math.minimum(tf.math.maximum(unit, tf.constant(0f)), tf.constant(1f));
        return tf.dtypes.cast(tf.math.rint(tf.math.mul(clamped, tf.constant(255f))), TUint8.class);
    }

    private Operand<T> upBlock(Operand<T> x, String name, int in, int out, boolean last) {
        Operand<T> y = vae.residual(x, name + ".resnets.0", in, out);
        for (int i = 1; i <= sizes.layersPerBlock(); i++) {
            y = vae.residual(y, name + ".resnets." + i, out, out);
        }
        return last ? y : vae.convolution(enlarge(y), name + ".upsamplers.0.conv", out, out, VaeLayers.KERNEL);
    }

    /** Nearest neighbour, twice as large on each side. */
    private Operand<T> enlarge(Operand<T> x) {
        Operand<TInt32> two = tf.constant(2);
        return tf.image.resizeNearestNeighbor(
                x, layers.shape(List.of(tf.math.mul(layers.size(x, 1), two), tf.math.mul(layers.size(x, 2), two))));
    }
}
