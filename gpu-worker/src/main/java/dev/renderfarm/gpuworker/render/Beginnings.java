package dev.renderfarm.gpuworker.render;

import dev.renderfarm.common.edit.Edit;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.diffusion.sampling.EditNoise;
import dev.renderfarm.diffusion.sampling.KnownRegion;
import dev.renderfarm.diffusion.sampling.LatentDistribution;
import dev.renderfarm.diffusion.sampling.LatentMask;
import dev.renderfarm.diffusion.sampling.LatentSamples;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.StepNoise;
import dev.renderfarm.diffusion.sampling.StepTable;
import dev.renderfarm.diffusion.sampling.TorchGenerator;
import dev.renderfarm.imaging.canvas.Canvas;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pictures of a micro-batch begin with: noise of their seeds, and for edits a picture under it. The noise is
 * drawn before the device is needed, in the reference's order for each seed.
 */
final class Beginnings {

    private final LatentShape shape;
    private final int scale;
    private final List<Beginning> all = new ArrayList<>();
    private final List<TorchGenerator> generators = new ArrayList<>();

    /** @param scale pixels per latent position, on each side */
    Beginnings(List<Commission> microBatch, LatentShape shape, int scale) {
        this.shape = shape;
        this.scale = scale;
        for (Commission asked : microBatch) {
            TorchGenerator generator = new TorchGenerator(asked.request().seed());
            Edit edit = asked.request().edit();
            EditNoise noise = edit == null
                    ? new EditNoise(null, shape.noise(generator))
                    : EditNoise.draw(edit.encode(), shape, generator);
            all.add(new Beginning(asked.canvas(), mask(asked), noise));
            generators.add(generator);
        }
    }

    /** What samplers draw between steps: each picture's from its own seed, after what it begins with. */
    StepNoise stepNoise() {
        return StepNoise.of(generators, shape);
    }

    /** Whether a picture has to be encoded. */
    boolean haveCanvases() {
        return all.stream().anyMatch(beginning -> beginning.canvas != null);
    }

    /**
     * Where sampling starts. Encodes the pictures that there are, on the device.
     *
     * @param table the steps that are run
     */
    LatentSamples samples(DiffusionModel model, StepTable table) {
        float[] values = new float[Math.multiplyExact(all.size(), shape.size())];
        List<KnownRegion> known = haveCanvases() ? known(model) : List.of();
        for (int i = 0; i < all.size(); i++) {
            Beginning beginning = all.get(i);
            float[] start = beginning.canvas == null
                    ? scaled(beginning.noise.ofSchedule(), table.start())
                    : known.get(i).at(table.level(0));
            System.arraycopy(start, 0, values, i * shape.size(), shape.size());
        }
        return new LatentSamples(shape, values, known);
    }

    private static float[] scaled(float[] noise, float factor) {
        float[] scaled = new float[noise.length];
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] = factor * noise[k];
        }
        return scaled;
    }

    /** Of a picture that begins with noise alone nothing is kept. */
    private List<KnownRegion> known(DiffusionModel model) {
        LatentDistribution encoded = encoded(model);
        List<KnownRegion> known = new ArrayList<>();
        int next = 0;
        for (Beginning beginning : all) {
            known.add(
                    beginning.canvas == null
                            ? new KnownRegion(beginning.mask, new float[shape.size()], beginning.noise.ofSchedule())
                            : encoded.of(next++, shape).under(beginning.mask, beginning.noise));
        }
        return known;
    }

    private LatentDistribution encoded(DiffusionModel model) {
        ByteArrayOutputStream rgb = new ByteArrayOutputStream();
        int count = 0;
        for (Beginning beginning : all) {
            if (beginning.canvas != null) {
                rgb.writeBytes(beginning.canvas.rgb());
                count++;
            }
        }
        return model.encodePictures(rgb.toByteArray(), shape, count);
    }

    private LatentMask mask(Commission asked) {
        Canvas canvas = asked.canvas();
        Edit edit = asked.request().edit();
        byte[] repaint = canvas == null ? null : canvas.repaint();
        if (edit == null || repaint == null) {
            return LatentMask.everything(shape);
        }
        LatentMask mask = LatentMask.of(repaint, shape, scale, edit.maskToLatents());
        if (mask.isEmpty()) {
            throw new RenderException(
                    FailureCode.INVALID_REQUEST,
                    "what is to be painted is too thin: it has no top left pixel of any block of " + scale + "x" + scale
                            + " pixels, so nothing would be; mask_to_latents any paints every block that has some of"
                            + " it");
        }
        return mask;
    }

    private record Beginning(@Nullable Canvas canvas, LatentMask mask, EditNoise noise) {}
}
