package dev.renderfarm.diffusion.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A small tensor with its numbers.
 *
 * @param shape sizes of the axes, slowest first
 * @param values row-major, little-endian. Not copied: the caller must not change the array afterwards
 */
public record StoredTensor(String name, ElementType type, List<Long> shape, byte[] values) {

    public StoredTensor {
        shape = List.copyOf(shape);
        long bytes = TensorInfo.elements(shape) * type.bytes();
        if (values.length != bytes) {
            throw new IllegalArgumentException(
                    "tensor " + name + " of " + type + shape + " needs " + bytes + " bytes, not " + values.length);
        }
    }

    public static StoredTensor of(String name, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return new StoredTensor(name, ElementType.F32, sizes(shape), bytes.array());
    }

    public static StoredTensor of(String name, byte[] values, long... shape) {
        return new StoredTensor(name, ElementType.U8, sizes(shape), values);
    }

    private static List<Long> sizes(long[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }
}
