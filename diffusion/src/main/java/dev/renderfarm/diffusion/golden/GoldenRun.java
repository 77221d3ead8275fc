package dev.renderfarm.diffusion.golden;

import dev.renderfarm.common.edit.Strength;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.network.Cancellation;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.Captions;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.LatentSampler;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.KnownRegion;
import dev.renderfarm.diffusion.sampling.LatentMask;
import dev.renderfarm.diffusion.sampling.LatentSamples;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.SamplingStep;
import dev.renderfarm.diffusion.sampling.Schedule;
import dev.renderfarm.diffusion.sampling.StepNoise;
import dev.renderfarm.diffusion.sampling.StepTable;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
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
        Caption caption = caption(request);
        finite("caption", numbers(caption));
        float[] velocity = finite("velocity", velocity(request, noise, caption));
        float[] latents = latents(request, noise, caption);
        byte[] picture = picture(request.shape(), latents);
        return new GoldenRecord(
                madeBy,
                request,
                noise,
                floats(caption),
                caption.pooled(),
                velocity,
                latents,
                picture,
                edit(request, noise, caption, picture));
    }

    String device() {
        return model.device();
    }

    float[] noise(GoldenRequest request) {
        return request.shape().noise(new TorchGenerator(request.seed()));
    }

    Caption caption(GoldenRequest request) {
        return model.encode(request.ids()).told(sizes(request));
    }

    /** As the record has it. */
    Caption caption(GoldenRecord record) {
        byte[] bytes = new byte[Math.multiplyExact(record.caption().length, Float.BYTES)];
        littleEndian(bytes).asFloatBuffer().put(record.caption());
        GoldenRequest request = record.request();
        return new Caption(request.tokenIds().size(), bytes, record.pooled(), sizes(request));
    }

    /** All that the text encoder gives. */
    static float[] numbers(Caption caption) {
        float[] values = floats(caption);
        float[] all = Arrays.copyOf(values, values.length + caption.pooled().length);
        System.arraycopy(caption.pooled(), 0, all, values.length, caption.pooled().length);
        return all;
    }

    float[] velocity(GoldenRequest request, float[] noise, Caption caption) {
        StepTable table = table(request);
        SamplingStep first = table.step(0);
        float[] input = first.input(start(noise, table));
        return model.denoise(input, request.shape(), first.time(), List.of(caption));
    }

    float[] latents(GoldenRequest request, float[] noise, Caption caption) throws InterruptedException {
        StepTable table = table(request);
        LatentSamples samples = LatentSamples.of(request.shape(), start(noise, table));
        sample(samples, request, caption, table);
        return samples.values();
    }

    byte[] picture(LatentShape shape, float[] latents) {
        return model.decode(latents.clone(), shape, 1);
    }

    float[] encoded(LatentShape shape, byte[] picture) {
        return model.encodePictures(picture, shape, 1).mean();
    }

    float[] edited(GoldenRequest request, float[] noise, Caption caption, float[] encoded) throws InterruptedException {
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

    private @Nullable GoldenEdit edit(GoldenRequest request, float[] noise, Caption caption, byte[] picture)
            throws InterruptedException {
        if (!manifest.edits()) {
            return null;
        }
        float[] encoded = finite("encoded picture", encoded(request.shape(), picture));
        return new GoldenEdit(encoded, edited(request, noise, caption, encoded));
    }

    private void sample(LatentSamples samples, GoldenRequest request, Caption caption, StepTable table)
            throws InterruptedException {
        TorchGenerator generator = new TorchGenerator(request.seed());
        request.shape().noise(generator);
        new LatentSampler(model)
                .sample(
                        samples,
                        new Captions(List.of(caption), List.of()),
                        table,
                        ClassifierFreeGuidance.none(),
                        StepNoise.of(List.of(generator), request.shape()),
                        Cancellation.NEVER);
    }

    private StepTable table(GoldenRequest request) {
        return Schedule.of(manifest.scheduler(), request.scheduler()).table(request.steps());
    }

    private static float[] start(float[] noise, StepTable table) {
        float[] start = noise.clone();
        for (int k = 0; k < start.length; k++) {
            start[k] *= table.start();
        }
        return start;
    }

    /** Of a picture that is all of what was there. */
    private float[] sizes(GoldenRequest request) {
        if (!manifest.toldSizes()) {
            return new float[0];
        }
        float height = request.shape().height() * manifest.latent().scale();
        float width = request.shape().width() * manifest.latent().scale();
        return new float[] {height, width, 0, 0, height, width};
    }

    private static float[] floats(Caption caption) {
        FloatBuffer values = littleEndian(caption.values()).asFloatBuffer();
        float[] floats = new float[values.remaining()];
        values.get(floats);
        return floats;
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
