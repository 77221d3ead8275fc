package dev.renderfarm.modelexport.unet;

import dev.renderfarm.modelexport.architecture.UNetSizes;
import dev.renderfarm.modelexport.graph.ComponentGraph;
import dev.renderfarm.modelexport.graph.Layers;
import dev.renderfarm.modelexport.graph.SignatureOf;
import dev.renderfarm.modelexport.graph.WeightType;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/** The U-Net as a component of a package; formulas as in diffusers' {@code UNet2DConditionModel}. */
public final class UNet {

    /**
     * {@code denoise}: latents f32 [B,h,w,C], scaled, t f32 [B] (the training's time step), caption f32 [B,L,D] and,
     * where it is told them, pooled f32 [B,P] and sizes f32 [B,6] → prediction f32 [B,h,w,C].
     */
    public static ComponentGraph graph(UNetSizes sizes, WeightType type) {
        return ComponentGraph.build(type, type.tensorType(), layers -> Map.of("denoise", denoise(sizes, layers)));
    }

    private static <T extends TFloating> SignatureOf denoise(UNetSizes sizes, Layers<T> layers) {
        Placeholder<TFloat32> latents = layers.input("latents", TFloat32.class, -1, -1, -1, sizes.channels());
        Placeholder<TFloat32> time = layers.input("t", TFloat32.class, -1);
        Placeholder<TFloat32> caption = layers.input("caption", TFloat32.class, -1, -1, sizes.captionDim());
        SignatureOf signature =
                new SignatureOf().input("latents", latents).input("t", time).input("caption", caption);
        TimeEmbedding<T> embedding = new TimeEmbedding<>(sizes, layers);
        Operand<T> told = embedding.ofTime(time);
        if (sizes.hasConditions()) {
            Placeholder<TFloat32> pooled = layers.input("pooled", TFloat32.class, -1, sizes.pooled());
            Placeholder<TFloat32> pictureSizes = layers.input("sizes", TFloat32.class, -1, UNetSizes.SIZES);
            signature.input("pooled", pooled).input("sizes", pictureSizes);
            told = layers.tf().math.add(told, embedding.ofConditions(pooled, pictureSizes));
        }
        Operand<TFloat32> prediction = new UNetGraph<>(sizes, layers, told, layers.narrow(caption)).predict(latents);
        return signature.output("prediction", prediction, -1, -1, -1, sizes.channels());
    }

    private UNet() {}
}
