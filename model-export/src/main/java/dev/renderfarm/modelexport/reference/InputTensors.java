package dev.renderfarm.modelexport.reference;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.sampling.LatentShape;
import dev.renderfarm.diffusion.sampling.StepNoise;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;

/**
 * What a run is given, checked as it is read. Methods throw {@link java.util.NoSuchElementException} where a tensor is
 * missing and {@link IllegalArgumentException} where one is misshapen or of another type.
 */
final class InputTensors {

    private final SafetensorsFile file;
    private final ModelManifest.Latent latent;
    private final ModelManifest manifest;
    /** Side of what the denoiser takes as one. */
    private final int patch;

    InputTensors(SafetensorsFile file, ModelManifest manifest) {
        this.file = file;
        this.latent = manifest.latent();
        this.manifest = manifest;
        this.patch = manifest.family().equals(ModelManifest.Z_IMAGE) ? 2 : 1;
    }

    boolean has(String name) {
        return file.tensors().containsKey(name);
    }

    /** Of latents [1,C,h,w]. */
    LatentShape shapeOfLatents(String name) {
        List<Long> sizes = of(name, ElementType.F32).shape();
        if (sizes.size() != 4 || sizes.get(0) != 1 || sizes.get(1) != latent.channels()) {
            throw new IllegalArgumentException(name + " has the shape " + sizes + ", expected [1, " + latent.channels()
                    + ", h, w] for this model");
        }
        if (sizes.get(2) % patch != 0 || sizes.get(3) % patch != 0) {
            throw new IllegalArgumentException(name + " has the shape " + sizes
                    + ", but height and width must be even: the model takes patches of 2x2");
        }
        return new LatentShape(Math.toIntExact(sizes.get(2)), Math.toIntExact(sizes.get(3)), latent.channels());
    }

    /** Of the latents of a picture [H,W,3]. */
    LatentShape shapeOfPicture(String name) {
        List<Long> sizes = of(name, ElementType.U8).shape();
        int multiple = latent.scale() * patch;
        if (sizes.size() != 3 || sizes.get(2) != DiffusionModel.COLOURS) {
            throw new IllegalArgumentException(name + " has the shape " + sizes + ", expected [H, W, 3]");
        }
        if (sizes.get(0) == 0 || sizes.get(0) % multiple != 0 || sizes.get(1) == 0 || sizes.get(1) % multiple != 0) {
            throw new IllegalArgumentException(
                    name + " has the shape " + sizes + ", but its sides must be multiples of " + multiple);
        }
        return new LatentShape(
                Math.toIntExact(sizes.get(0) / latent.scale()),
                Math.toIntExact(sizes.get(1) / latent.scale()),
                latent.channels());
    }

    /** [1,C,h,w], read as [h,w,C]. */
    float[] latents(String name, LatentShape shape) {
        TensorInfo tensor = of(name, ElementType.F32);
        expect(name, tensor, 1, shape.channels(), shape.height(), shape.width());
        float[] values = new float[shape.size()];
        file.read(name, 0, values, values.length);
        return shape.channelsLast(values);
    }

    /** [H,W,3], of a picture that has latents of this shape. */
    byte[] picture(String name, LatentShape shape) {
        expect(name, of(name, ElementType.U8), pixels(shape.height()), pixels(shape.width()), DiffusionModel.COLOURS);
        return file.bytes(name);
    }

    /** [H,W], from 128 on painted anew. */
    byte[] mask(String name, LatentShape shape) {
        expect(name, of(name, ElementType.U8), pixels(shape.height()), pixels(shape.width()));
        return file.bytes(name);
    }

    /** [L,D]. */
    Caption caption(String name) {
        TensorInfo rows = of(name, ElementType.F32);
        if (rows.shape().size() != 2) {
            throw new IllegalArgumentException(name + " has the shape " + rows.shape() + ", expected [L, D]");
        }
        // what goes into a model is single precision, little-endian like every machine that TensorFlow runs on
        return new Caption(Math.toIntExact(rows.shape().get(0)), file.bytes(name));
    }

    /**
     * All that a Stable Diffusion's denoiser is told: caption [1,L,D] or [L,D], pooled [1,P], sizes [1,6] or [6], which
     * are those of the whole picture where there are none.
     *
     * @param prefix of the names
     */
    Caption conditions(String prefix, LatentShape shape) {
        String name = prefix + "caption";
        TensorInfo rows = of(name, ElementType.F32);
        List<Long> sizes = rows.shape();
        if (sizes.size() < 2 || sizes.size() > 3 || rows.elements() == 0 || (sizes.size() == 3 && sizes.get(0) != 1)) {
            throw new IllegalArgumentException(name + " has the shape " + sizes + ", expected [1, L, D]");
        }
        ModelManifest.Conditions wanted = manifest.conditions();
        int pooled = wanted == null ? 0 : wanted.pooled();
        return new Caption(
                Math.toIntExact(sizes.get(sizes.size() - 2)),
                file.bytes(name),
                pooled == 0 ? new float[0] : numbers(prefix + "pooled", pooled),
                manifest.toldSizes() ? pictureSizes(shape) : new float[0]);
    }

    /** [N,1,C,h,w], of which each step takes the next. */
    StepNoise stepNoise(String name, LatentShape shape) {
        if (!has(name)) {
            return () -> {
                throw new NoSuchElementException(
                        "tensor " + name + " is missing: this sampler draws noise between its steps");
            };
        }
        TensorInfo all = of(name, ElementType.F32);
        if (all.elements() % shape.size() != 0) {
            throw new IllegalArgumentException(name + " has the shape " + all.shape() + ", expected [N, 1, "
                    + shape.channels() + ", " + shape.height() + ", " + shape.width() + "]");
        }
        Iterator<Long> starts = LongStream.iterate(0, start -> start < all.elements(), start -> start + shape.size())
                .iterator();
        return () -> {
            if (!starts.hasNext()) {
                throw new IllegalArgumentException(
                        name + " has the shape " + all.shape() + ", too few for so many steps");
            }
            float[] values = new float[shape.size()];
            file.read(name, starts.next(), values, values.length);
            return shape.channelsLast(values);
        };
    }

    private float[] pictureSizes(LatentShape shape) {
        float height = pixels(shape.height());
        float width = pixels(shape.width());
        return has("sizes") ? numbers("sizes", 6) : new float[] {height, width, 0, 0, height, width};
    }

    private float[] numbers(String name, int count) {
        TensorInfo tensor = of(name, ElementType.F32);
        if (tensor.elements() != count) {
            throw new IllegalArgumentException(
                    name + " has the shape " + tensor.shape() + ", expected " + count + " numbers");
        }
        float[] values = new float[count];
        file.read(name, 0, values, count);
        return values;
    }

    private long pixels(int positions) {
        return (long) positions * latent.scale();
    }

    private TensorInfo of(String name, ElementType type) {
        TensorInfo tensor = file.tensor(name);
        if (tensor.type() != type) {
            throw new IllegalArgumentException(name + " is of type " + tensor.type() + ", expected " + type);
        }
        return tensor;
    }

    private static void expect(String name, TensorInfo tensor, long... shape) {
        List<Long> expected = LongStream.of(shape).boxed().toList();
        if (!tensor.shape().equals(expected)) {
            throw new IllegalArgumentException(name + " has the shape " + tensor.shape() + ", expected " + expected);
        }
    }
}
