package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.util.ArrayList;
import java.util.List;

/** {@link DiffusionModel} that holds all three SavedModels of a package at once. */
final class TensorFlowModel implements DiffusionModel {

    private final TextEncoderNetwork textEncoder;
    private final TransformerNetwork transformer;
    private final VaeDecoderNetwork vaeDecoder;
    private final String device;

    private TensorFlowModel(
            TextEncoderNetwork textEncoder,
            TransformerNetwork transformer,
            VaeDecoderNetwork vaeDecoder,
            String device) {
        this.textEncoder = textEncoder;
        this.transformer = transformer;
        this.vaeDecoder = vaeDecoder;
        this.device = device;
    }

    /** Loads all weights onto the device. */
    static TensorFlowModel load(ModelPackage model, DeviceSettings settings) {
        List<Runnable> undo = new ArrayList<>();
        try {
            String device = Devices.best(settings);
            TextEncoderNetwork textEncoder = TextEncoderNetwork.load(model, settings);
            undo.add(textEncoder::close);
            TransformerNetwork transformer = TransformerNetwork.load(model, settings);
            undo.add(transformer::close);
            return new TensorFlowModel(textEncoder, transformer, VaeDecoderNetwork.load(model, settings), device);
        } catch (RuntimeException e) {
            undo.forEach(Runnable::run);
            throw e;
        }
    }

    @Override
    public Caption encode(int[] tokenIds) {
        return textEncoder.encode(tokenIds);
    }

    @Override
    public float[] denoise(float[] latents, LatentShape shape, float time, List<Caption> captions) {
        return transformer.denoise(latents, shape, time, captions);
    }

    @Override
    public byte[] decode(float[] latents, LatentShape shape, int samples) {
        return vaeDecoder.decode(latents, shape, samples);
    }

    @Override
    public float[] decodePixels(float[] latents, LatentShape shape) {
        return vaeDecoder.decodePixels(latents, shape);
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public void close() {
        vaeDecoder.close();
        transformer.close();
        textEncoder.close();
    }
}
