package dev.renderfarm.diffusion.tensorflow;

import dev.renderfarm.diffusion.sampling.LatentShape;
import org.tensorflow.RawTensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/** Between arrays and tensors. */
final class Numbers {

    static TFloat32 latents(float[] values, LatentShape shape, int samples) {
        return TFloat32.tensorOf(
                Shape.of(samples, shape.height(), shape.width(), shape.channels()),
                DataBuffers.of(values, true, false));
    }

    static byte[] bytes(RawTensor tensor) {
        byte[] values = new byte[Math.toIntExact(tensor.numBytes())];
        tensor.data().read(values);
        return values;
    }

    static float[] floats(RawTensor tensor, int count) {
        float[] values = new float[count];
        tensor.data().asFloats().read(values);
        return values;
    }

    private Numbers() {}
}
