package dev.renderfarm.modelexport.vae;

import dev.renderfarm.modelexport.architecture.VaeSizes;
import dev.renderfarm.modelexport.graph.Layers;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TFloating;

/**
 * Pixels to the distribution of their latents, channels last. Formulas as in the encoder of diffusers' {@code
 * AutoencoderKL} ({@code Encoder} with {@code DownEncoderBlock2D}, {@code DiagonalGaussianDistribution}).
 */
final class VaeEncoderGraph<T extends TFloating> {

    private static final String PREFIX = "encoder.";
    private static final float LEAST_LOGARITHM = -30f;
    private static final float LARGEST_LOGARITHM = 20f;

    private final VaeSizes sizes;
    private final Layers<T> layers;
    private final VaeLayers<T> vae;
    private final Ops tf;

    VaeEncoderGraph(VaeSizes sizes, Layers<T> layers) {
        this.sizes = sizes;
        this.layers = layers;
        this.vae = new VaeLayers<>(sizes, layers);
        this.tf = layers.tf();
    }

    /** Diffusers' {@code VaeImageProcessor}: bytes → −1 to 1. */
    Operand<TFloat32> pixels(Operand<TUint8> image) {
        Operand<TFloat32> unit = tf.math.div(tf.dtypes.cast(image, TFloat32.class), tf.constant(255f));
        return tf.math.sub(tf.math.mul(unit, tf.constant(2f)), tf.constant(1f));
    }

    /**
     * Pixels [batch, scale·h, scale·w, 3] → moments [batch, h, w, 2·channels]: the means of z, then the logarithms of
     * its variances.
     */
    Operand<TFloat32> moments(Operand<TFloat32> pixels) {
        List<Integer> blocks = sizes.blockChannels();
        int channels = blocks.get(0);
        Operand<T> x = vae.convolution(
                layers.narrow(pixels), PREFIX + "conv_in", VaeSizes.IMAGE_CHANNELS, channels, VaeLayers.KERNEL);
        for (int i = 0; i < blocks.size(); i++) {
            int out = blocks.get(i);
            x = downBlock(x, PREFIX + "down_blocks." + i, channels, out, i == blocks.size() - 1);
            channels = out;
        }
        x = vae.middle(x, PREFIX + "mid_block", channels);
        Operand<T> normed = vae.normed(x, PREFIX + "conv_norm_out", channels);
        int both = 2 * sizes.latentChannels();
        Operand<T> moments = vae.convolution(normed, PREFIX + "conv_out", channels, both, VaeLayers.KERNEL);
        return layers.wide(sizes.quantization() ? vae.convolution(moments, "quant_conv", both, both, 1) : moments);
    }

    /** Means of the latents, scaled and shifted as the transformer has them. */
    Operand<TFloat32> mean(Operand<TFloat32> moments) {
        Operand<TFloat32> shifted = tf.math.sub(half(moments, 0), tf.constant((float) sizes.shift()));
        return tf.math.mul(shifted, tf.constant((float) sizes.scaling()));
    }

    /** How far the latents lie from their means: √variance, scaled as these are. */
    Operand<TFloat32> deviation(Operand<TFloat32> moments) {
        Operand<TFloat32> logarithm = tf.math.minimum(
                tf.math.maximum(half(moments, 1), tf.constant(LEAST_LOGARITHM)), tf.constant(LARGEST_LOGARITHM));
        Operand<TFloat32> deviation = tf.math.exp(tf.math.mul(logarithm, tf.constant(0.5f)));
        return tf.math.mul(deviation, tf.constant((float) sizes.scaling()));
    }

    private Operand<T> downBlock(Operand<T> x, String name, int in, int out, boolean last) {
        Operand<T> y = vae.residual(x, name + ".resnets.0", in, out);
        for (int i = 1; i < sizes.layersPerBlock(); i++) {
            y = vae.residual(y, name + ".resnets." + i, out, out);
        }
        return last ? y : vae.halved(y, name + ".downsamplers.0.conv", out);
    }

    private Operand<TFloat32> half(Operand<TFloat32> moments, int which) {
        int channels = sizes.latentChannels();
        return tf.slice(moments, tf.array(0, 0, 0, which * channels), tf.array(-1, -1, -1, channels));
    }
}
