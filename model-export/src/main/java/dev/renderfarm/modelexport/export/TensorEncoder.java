package dev.renderfarm.modelexport.export;

import dev.renderfarm.modelexport.graph.Parameter;
import dev.renderfarm.modelexport.graph.Parameter.Layout;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelexport.safetensors.FloatFormat;
import dev.renderfarm.modelexport.safetensors.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.types.family.TType;

/** Makes tensors of a package's type out of a checkpoint's: converted, rounded to nearest even, axes reordered. */
final class TensorEncoder {

    private static final int BLOCK = 1 << 20;

    private final WeightType type;

    TensorEncoder(WeightType type) {
        this.type = type;
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
            write(reordered(source, piece.parameter()), (int) piece.elements(), target, 0);
        }
        return tensor;
    }

    private void copy(TensorSource source, Piece piece, ByteDataBuffer target) {
        float[] block = new float[(int) Math.min(BLOCK, piece.elements())];
        long start = piece.first() * piece.rowElements();
        for (long done = 0; done < piece.elements(); done += block.length) {
            int length = (int) Math.min(block.length, piece.elements() - done);
            source.read(piece.parameter().name(), start + done, block, length);
            write(block, length, target, done);
        }
    }

    private void write(float[] values, int length, ByteDataBuffer target, long firstElement) {
        ByteBuffer bytes = ByteBuffer.allocate(length * type.bytes()).order(ByteOrder.nativeOrder());
        switch (type) {
            case F32 -> bytes.asFloatBuffer().put(values, 0, length);
            case BF16 -> {
                for (int i = 0; i < length; i++) {
                    bytes.putShort(FloatFormat.toBfloat16(values[i]));
                }
            }
        }
        target.offset(firstElement * type.bytes()).write(bytes.array());
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
