package dev.renderfarm.gpuworker.reference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Numbers in a file.
 *
 * @param shape sizes of the axes, slowest first
 * @param values in row-major order, little-endian. Not copied: whoever makes a tensor gives its bytes away
 */
record Tensor(Type type, List<Integer> shape, byte[] values) {

    Tensor {
        shape = List.copyOf(shape);
        long elements = 1;
        for (int size : shape) {
            if (size < 1) {
                throw new IllegalArgumentException("the sizes of a tensor must be positive: " + text(shape));
            }
            elements = Math.multiplyExact(elements, size);
        }
        if (values.length != elements * type.bytes) {
            throw new IllegalArgumentException(
                    values.length + " bytes cannot be a tensor of " + type + " " + text(shape));
        }
    }

    static Tensor of(float[] values, Integer... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new Tensor(Type.F32, List.of(shape), bytes.array());
    }

    static Tensor of(byte[] values, Integer... shape) {
        return new Tensor(Type.U8, List.of(shape), values);
    }

    float[] floats() {
        if (type != Type.F32) {
            throw new IllegalStateException("the tensor is of type " + type);
        }
        float[] floats = new float[values.length / Float.BYTES];
        ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    /** For messages, such as {@code [1,16,8,8]}. */
    String describe() {
        return text(shape);
    }

    private static String text(List<Integer> shape) {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    /** Element types under their names in the safetensors format. */
    enum Type {
        F32(Float.BYTES),
        U8(1);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }
}
