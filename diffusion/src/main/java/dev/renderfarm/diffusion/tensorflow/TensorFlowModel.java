package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.sampling.LatentDistribution;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link DiffusionModel} that holds all SavedModels of a package at once. */
final class TensorFlowModel implements DiffusionModel {

    private final TextEncoderNetwork textEncoder;
    private final DenoiserNetwork denoiser;
    private final VaeDecoderNetwork vaeDecoder;
    private final @Nullable VaeEncoderNetwork vaeEncoder;
    private final ModelPackage model;
    private final String device;

    private TensorFlowModel(
            TextEncoderNetwork textEncoder,
            DenoiserNetwork denoiser,
            VaeDecoderNetwork vaeDecoder,
            @Nullable VaeEncoderNetwork vaeEncoder,
            ModelPackage model,
            String device) {
        this.textEncoder = textEncoder;
        this.denoiser = denoiser;
        this.vaeDecoder = vaeDecoder;
        this.vaeEncoder = vaeEncoder;
        this.model = model;
        this.device = device;
    }

    /** Loads all weights onto the device. */
    static TensorFlowModel load(ModelPackage model, DeviceSettings settings) {
        List<Runnable> undo = new ArrayList<>();
        try {
            String device = Devices.best(settings);
            TextEncoderNetwork textEncoder = TextEncoderNetwork.load(model, settings);
            undo.add(textEncoder::close);
            DenoiserNetwork denoiser = DenoiserNetwork.load(model, settings);
            undo.add(denoiser::close);
            VaeDecoderNetwork vaeDecoder = VaeDecoderNetwork.load(model, settings);
            undo.add(vaeDecoder::close);
            VaeEncoderNetwork vaeEncoder = model.manifest().edits() ? VaeEncoderNetwork.load(model, settings) : null;
            return new TensorFlowModel(textEncoder, denoiser, vaeDecoder, vaeEncoder, model, device);
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
        return denoiser.denoise(latents, shape, time, captions);
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
    public LatentDistribution encodePictures(byte[] rgb, LatentShape shape, int samples) {
        return vaeEncoder().encode(rgb, shape, samples);
    }

    @Override
    public float[] moments(float[] pixels, LatentShape shape) {
        return vaeEncoder().moments(pixels, shape);
    }

    @Override
    public LatentDistribution distribution(float[] moments, LatentShape shape) {
        return vaeEncoder().distribution(moments, shape);
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public void close() {
        if (vaeEncoder != null) {
            vaeEncoder.close();
        }
        vaeDecoder.close();
        denoiser.close();
        textEncoder.close();
    }

    private VaeEncoderNetwork vaeEncoder() {
        if (vaeEncoder == null) {
            throw VaeEncoderNetwork.missing(model);
        }
        return vaeEncoder;
    }
}
