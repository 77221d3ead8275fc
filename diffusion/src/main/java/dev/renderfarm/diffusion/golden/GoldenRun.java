package dev.renderfarm.diffusion.golden;

import dev.renderfarm.common.edit.Strength;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.Captions;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.LatentSampler;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.FlowMatchEuler;
import dev.renderfarm.diffusion.sampling.KnownRegion;
import dev.renderfarm.diffusion.sampling.LatentMask;
import dev.renderfarm.diffusion.sampling.LatentSamples;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.StepTable;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages of a request on a package's networks, each by itself. For one thread at a time, like the model. */
public final class GoldenRun {

    private static final Strength EDIT = new Strength(0.5);

    private final DiffusionModel model;
    private final ModelManifest manifest;

    public GoldenRun(DiffusionModel model, ModelManifest manifest) {
        this.model = model;
        this.manifest = manifest;
    }

    /** All stages, one after the other. */
    public GoldenRecord record(GoldenRequest request, String madeBy) throws InterruptedException {
        float[] noise = noise(request);
        float[] caption = finite("caption", caption(request));
        float[] velocity = finite("velocity", velocity(request, noise, caption));
        float[] latents = latents(request, noise, caption);
        byte[] picture = picture(request.shape(), latents);
        return new GoldenRecord(
                madeBy, request, noise, caption, velocity, latents, picture, edit(request, noise, caption, picture));
    }

    String device() {
        return model.device();
    }

    float[] noise(GoldenRequest request) {
        return request.shape().noise(new TorchGenerator(request.seed()));
    }

    float[] caption(GoldenRequest request) {
        FloatBuffer values = littleEndian(model.encode(request.ids()).values()).asFloatBuffer();
        float[] caption = new float[values.remaining()];
        values.get(caption);
        return caption;
    }

    float[] velocity(GoldenRequest request, float[] noise, float[] caption) {
        float time = table(request).step(0).time();
        return model.denoise(noise.clone(), request.shape(), time, List.of(caption(request, caption)));
    }

    float[] latents(GoldenRequest request, float[] noise, float[] caption) throws InterruptedException {
        LatentSamples samples = LatentSamples.of(request.shape(), noise.clone());
        sample(samples, request, caption, table(request));
        return samples.values();
    }

    byte[] picture(LatentShape shape, float[] latents) {
        return model.decode(latents.clone(), shape, 1);
    }

    float[] encoded(LatentShape shape, byte[] picture) {
        return model.encodePictures(picture, shape, 1).mean();
    }

    float[] edited(GoldenRequest request, float[] noise, float[] caption, float[] encoded) throws InterruptedException {
        StepTable table = editTable(request);
        KnownRegion known = new KnownRegion(LatentMask.right(request.shape()), encoded, noise);
        LatentSamples samples = LatentSamples.of(request.shape(), List.of(known), table.level(0));
        sample(samples, request, caption, table);
        return samples.values();
    }

    /** The steps that an edit runs. */
    StepTable editTable(GoldenRequest request) {
        return table(request).from(EDIT.firstStep(request.steps()));
    }

    private @Nullable GoldenEdit edit(GoldenRequest request, float[] noise, float[] caption, byte[] picture)
            throws InterruptedException {
        if (!manifest.edits()) {
            return null;
        }
        float[] encoded = finite("encoded picture", encoded(request.shape(), picture));
        return new GoldenEdit(encoded, edited(request, noise, caption, encoded));
    }

    private void sample(LatentSamples samples, GoldenRequest request, float[] caption, StepTable table)
            throws InterruptedException {
        new LatentSampler(model)
                .sample(
                        samples,
                        new Captions(List.of(caption(request, caption)), List.of()),
                        table,
                        ClassifierFreeGuidance.of(0),
                        Cancellation.NEVER);
    }

    private StepTable table(GoldenRequest request) {
        return FlowMatchEuler.table(request.steps(), manifest.scheduler().shift());
    }

    private static Caption caption(GoldenRequest request, float[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
        littleEndian(bytes).asFloatBuffer().put(values);
        return new Caption(request.tokenIds().size(), bytes);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] finite(String what, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new GoldenException("the " + what + " is infinite or NaN: these weights are broken, and there is"
                        + " nothing to record");
            }
        }
        return values;
    }
}
