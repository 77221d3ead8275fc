package dev.renderfarm.modelexport.reference;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.diffusion.network.Caption;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.safetensors.ElementType;
import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.sampling.LatentShape;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a run is given, checked as it is read. Methods throw {@link java.util.NoSuchElementException} where a tensor is
 * missing and {@link IllegalArgumentException} where one is misshapen or of another type.
 */
final class InputTensors {

    private static final int PATCH = 2;

    private final SafetensorsFile file;
    private final ModelManifest.Latent latent;

    InputTensors(SafetensorsFile file, ModelManifest.Latent latent) {
        this.file = file;
        this.latent = latent;
    }

    /** Of latents [1,C,h,w]. */
    LatentShape shapeOfLatents(String name) {
        List<Long> sizes = of(name, ElementType.F32).shape();
        if (sizes.size() != 4 || sizes.get(0) != 1 || sizes.get(1) != latent.channels()) {
            throw new IllegalArgumentException(name + " has the shape " + sizes + ", expected [1, " + latent.channels()
                    + ", h, w] for this model");
        }
        if (sizes.get(2) % PATCH != 0 || sizes.get(3) % PATCH != 0) {
            throw new IllegalArgumentException(name + " has the shape " + sizes
                    + ", but height and width must be even: the model takes patches of 2x2");
        }
        return new LatentShape(Math.toIntExact(sizes.get(2)), Math.toIntExact(sizes.get(3)), latent.channels());
    }

    /** Of the latents of a picture [H,W,3]. */
    LatentShape shapeOfPicture(String name) {
        List<Long> sizes = of(name, ElementType.U8).shape();
        int multiple = latent.scale() * PATCH;
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
