package dev.renderfarm.modelexport.export;

import dev.renderfarm.diffusion.safetensors.FloatFormat;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.graph.Parameter.Layout;
import dev.renderfarm.modelexport.graph.WeightType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.family.TType;

/**
 * Makes tensors of a package's type out of a checkpoint's: converted, rounded to nearest even, axes reordered. For one
 * thread: the blocks that numbers go through are used again and again, so that no garbage fills the heap.
 */
final class TensorEncoder {

    private static final int BLOCK = 1 << 20;

    private final WeightType type;
    private final float[] numbers = new float[BLOCK];
    private final ByteBuffer bytes;

    TensorEncoder(WeightType type) {
        this.type = type;
        this.bytes = ByteBuffer.allocate(BLOCK * type.bytes()).order(ByteOrder.nativeOrder());
    }

    WeightType type() {
        return type;
    }

    /** The caller closes the tensor. */
    TType encode(TensorSource source, Piece piece) {
        TType tensor = Tensor.of(type.tensorType(), Shape.of(piece.shape()));
        ByteDataBuffer target = tensor.asRawTensor().data();
        if (piece.parameter().layout() == Layout.AS_IS) {
            copy(source, piece, target);
        } else {
            write(reordered(source, piece.parameter()), target);
        }
        return tensor;
    }

    private void copy(TensorSource source, Piece piece, ByteDataBuffer target) {
        long start = piece.first() * piece.rowElements();
        for (long done = 0; done < piece.elements(); done += BLOCK) {
            int length = (int) Math.min(BLOCK, piece.elements() - done);
            source.read(piece.parameter().name(), start + done, numbers, length);
            write(numbers, 0, length, target, done);
        }
    }

    private void write(float[] values, ByteDataBuffer target) {
        for (int done = 0; done < values.length; done += BLOCK) {
            write(values, done, Math.min(BLOCK, values.length - done), target, done);
        }
    }

    private void write(float[] values, int first, int length, ByteDataBuffer target, long firstElement) {
        bytes.clear();
        switch (type) {
            case F32 -> bytes.asFloatBuffer().put(values, first, length);
            case BF16 -> {
                for (int i = first; i < first + length; i++) {
                    bytes.putShort(FloatFormat.toBfloat16(values[i]));
                }
            }
        }
        target.offset(firstElement * type.bytes()).write(bytes.array(), 0, length * type.bytes());
    }

    /** [out, in, height, width] → [height, width, in, out]. */
    private static float[] reordered(TensorSource source, Parameter parameter) {
        int elements = Math.toIntExact(parameter.elements());
        float[] oihw = new float[elements];
        source.read(parameter.name(), 0, oihw, elements);
        int out = Math.toIntExact(parameter.shape().get(0));
        int in = Math.toIntExact(parameter.shape().get(1));
        int positions = elements / out / in;
        float[] hwio = new float[elements];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                for (int p = 0; p < positions; p++) {
                    hwio[(p * in + i) * out + o] = oihw[(o * in + i) * positions + p];
                }
            }
        }
        return hwio;
    }
}
