package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentDistribution;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@link DiffusionModel} that holds one SavedModel at a time: the one that was asked last. It needs the memory of the
 * largest, and loads anew whenever another is asked.
 */
final class SequentialModel implements DiffusionModel {

    private final ModelPackage model;
    private final DeviceSettings settings;
    private final String device;
    private @Nullable SavedNetwork current;

    SequentialModel(ModelPackage model, DeviceSettings settings) {
        this.model = model;
        this.settings = settings;
        this.device = Devices.best(settings);
    }

    @Override
    public Caption encode(int[] tokenIds) {
        return use(TextEncoderNetwork.class, TextEncoderNetwork::load).encode(tokenIds);
    }

    @Override
    public float[] denoise(float[] latents, LatentShape shape, float time, List<Caption> captions) {
        return use(DenoiserNetwork.class, DenoiserNetwork::load).denoise(latents, shape, time, captions);
    }

    @Override
    public byte[] decode(float[] latents, LatentShape shape, int samples) {
        return use(VaeDecoderNetwork.class, VaeDecoderNetwork::load).decode(latents, shape, samples);
    }

    @Override
    public float[] decodePixels(float[] latents, LatentShape shape) {
        return use(VaeDecoderNetwork.class, VaeDecoderNetwork::load).decodePixels(latents, shape);
    }

    @Override
    public LatentDistribution encodePictures(byte[] rgb, LatentShape shape, int samples) {
        return use(VaeEncoderNetwork.class, VaeEncoderNetwork::load).encode(rgb, shape, samples);
    }

    @Override
    public float[] moments(float[] pixels, LatentShape shape) {
        return use(VaeEncoderNetwork.class, VaeEncoderNetwork::load).moments(pixels, shape);
    }

    @Override
    public LatentDistribution distribution(float[] moments, LatentShape shape) {
        return use(VaeEncoderNetwork.class, VaeEncoderNetwork::load).distribution(moments, shape);
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public void close() {
        SavedNetwork held = current;
        current = null;
        if (held != null) {
            held.close();
        }
    }

    private <N extends SavedNetwork> N use(Class<N> network, BiFunction<ModelPackage, DeviceSettings, N> loader) {
        if (!network.isInstance(current)) {
            close();
            current = loader.apply(model, settings);
        }
        return network.cast(current);
    }
}
