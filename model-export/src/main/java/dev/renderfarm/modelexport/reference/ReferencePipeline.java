package dev.renderfarm.modelexport.reference;

import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Mask;
import dev.renderfarm.common.edit.MaskToLatents;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.Captions;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.LatentSampler;
import dev.renderfarm.diffusion.network.PixelBytes;
import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.StoredTensor;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.EditNoise;
import dev.renderfarm.diffusion.sampling.KnownRegion;
import dev.renderfarm.diffusion.sampling.LatentMask;
import dev.renderfarm.diffusion.sampling.LatentSamples;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.StepNoise;
import dev.renderfarm.diffusion.sampling.StepTable;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Samples one picture from given embeddings and latents, or from a given picture. Methods throw {@link
 * NoSuchElementException} where an input is missing and {@link IllegalArgumentException} where one is misshapen or of
 * another type.
 */
final class ReferencePipeline {

    private final DiffusionModel model;
    private final ModelManifest manifest;
    private final ModelManifest.Latent latent;

    ReferencePipeline(DiffusionModel model, ModelManifest manifest) {
        this.model = model;
        this.manifest = manifest;
        this.latent = manifest.latent();
    }

    /**
     * Runs all steps and decodes the result.
     *
     * @param given {@code lat} [1,C,h,w], {@code pe} [L,D] and, where guidance is on, {@code ne} [L',D]; for a Stable
     * Diffusion {@code noise} [1,C,h,w] and what {@link InputTensors#conditions} reads
     * @return {@code latents} [1,C,h,w] and {@code image} [H,W,3]
     */
    List<StoredTensor> run(SafetensorsFile given, StepTable table, ClassifierFreeGuidance guidance)
            throws InterruptedException {
        InputTensors inputs = new InputTensors(given, manifest);
        String name = isZImage() ? "lat" : "noise";
        LatentShape shape = inputs.shapeOfLatents(name);
        float[] start = inputs.latents(name, shape);
        for (int k = 0; k < start.length; k++) {
            start[k] *= table.start();
        }
        LatentSamples samples = LatentSamples.of(shape, start);
        byte[] rgb = drawn(samples, inputs, table, guidance);
        return List.of(latents("latents", samples.values(), shape), picture("image", rgb, shape));
    }

    /**
     * Encodes a picture, runs the steps that its strength leaves and decodes the result.
     *
     * @param given the picture [H,W,3], its mask [H,W] where there is one, {@code pe} and {@code ne} as for {@link #run},
     * and without a seed {@code noise} and, for latents that are not the mode, {@code noise.posterior} [1,C,h,w]
     * @param table all steps
     * @return {@code latents} and {@code image} as of {@link #run}, {@code moments} [1,2C,h,w] and {@code pasted}
     *     [H,W,3]: the given pixels where the mask keeps them
     */
    List<StoredTensor> edit(
            SafetensorsFile given, PictureOptions options, StepTable table, ClassifierFreeGuidance guidance)
            throws InterruptedException {
        InputTensors inputs = new InputTensors(given, manifest);
        LatentShape shape = inputs.shapeOfPicture(options.image());
        byte[] original = inputs.picture(options.image(), shape);
        byte[] mask = options.isMasked() ? inputs.mask(options.mask(), shape) : everything(shape);
        StepTable rest = table.from(options.strength().firstStep(table.length()));
        EditNoise noise = noise(inputs, options, shape);
        LatentMask repaint = LatentMask.of(mask, shape, latent.scale(), MaskToLatents.NEAREST);
        float[] moments = model.moments(PixelBytes.pixels(original), shape);
        KnownRegion known = model.encodePictures(original, shape, 1).under(repaint, noise);
        LatentSamples samples = LatentSamples.of(shape, List.of(known), rest.level(0));
        byte[] rgb = drawn(samples, inputs, rest, guidance);
        LatentShape both = new LatentShape(shape.height(), shape.width(), 2 * shape.channels());
        return List.of(
                latents("latents", samples.values(), shape),
                picture("image", rgb, shape),
                latents("moments", moments, both),
                picture("pasted", pasted(original, rgb, mask), shape));
    }

    private static EditNoise noise(InputTensors inputs, PictureOptions options, LatentShape shape) {
        Long seed = options.seed();
        if (seed != null) {
            return EditNoise.draw(options.encode(), shape, new TorchGenerator(seed));
        }
        float[] ofEncoder = options.encode() == EncodeMode.MODE ? null : inputs.latents("noise.posterior", shape);
        return new EditNoise(ofEncoder, inputs.latents("noise", shape));
    }

    private byte[] drawn(LatentSamples samples, InputTensors inputs, StepTable table, ClassifierFreeGuidance guidance)
            throws InterruptedException {
        Captions captions = isZImage()
                ? new Captions(
                        List.of(inputs.caption("pe")), guidance.isOn() ? List.of(inputs.caption("ne")) : List.of())
                : conditions(inputs, samples.shape(), guidance);
        StepNoise noise = inputs.stepNoise("step_noise", samples.shape());
        new LatentSampler(model).sample(samples, captions, table, guidance, noise, Cancellation.NEVER);
        return model.decode(samples.values(), samples.shape(), 1);
    }

    private boolean isZImage() {
        return manifest.family().equals(ModelManifest.Z_IMAGE);
    }

    /** Without a negative caption it leads away from zeros, where the model is used so. */
    private Captions conditions(InputTensors inputs, LatentShape shape, ClassifierFreeGuidance guidance) {
        Caption positive = inputs.conditions("", shape);
        if (!guidance.isOn()) {
            return new Captions(List.of(positive), List.of());
        }
        boolean zeros = manifest.negativeIsZeros() && !inputs.has("negative.caption");
        return new Captions(
                List.of(positive), List.of(zeros ? positive.zeros() : inputs.conditions("negative.", shape)));
    }

    private byte[] everything(LatentShape shape) {
        byte[] mask = new byte[shape.height() * latent.scale() * shape.width() * latent.scale()];
        Arrays.fill(mask, (byte) 255);
        return mask;
    }

    private static byte[] pasted(byte[] original, byte[] drawn, byte[] mask) {
        byte[] pasted = drawn.clone();
        for (int pixel = 0; pixel < mask.length; pixel++) {
            if (!Mask.isRepainted(mask[pixel])) {
                int first = pixel * DiffusionModel.COLOURS;
                System.arraycopy(original, first, pasted, first, DiffusionModel.COLOURS);
            }
        }
        return pasted;
    }

    private static StoredTensor latents(String name, float[] values, LatentShape shape) {
        return StoredTensor.of(name, shape.channelsFirst(values), 1, shape.channels(), shape.height(), shape.width());
    }

    private StoredTensor picture(String name, byte[] rgb, LatentShape shape) {
        return StoredTensor.of(
                name,
                rgb,
                (long) shape.height() * latent.scale(),
                (long) shape.width() * latent.scale(),
                DiffusionModel.COLOURS);
    }
}
