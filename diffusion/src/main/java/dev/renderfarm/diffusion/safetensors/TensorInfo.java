package dev.renderfarm.diffusion.safetensors;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a file's header says of one tensor.
 *
 * @param shape sizes of the axes, slowest first; empty for a scalar
 * @param begin first byte, counted from the end of the header
 */
public record TensorInfo(String name, ElementType type, List<Long> shape, long begin) {

    public TensorInfo {
        requireNonNull(name, "name is null");
        requireNonNull(type, "type is null");
        shape = List.copyOf(shape);
        if (begin < 0) {
            throw new IllegalArgumentException("begin is negative: " + begin);
        }
        Math.multiplyExact(elements(shape), type.bytes());
    }

    public long elements() {
        return elements(shape);
    }

    public long bytes() {
        return elements() * type.bytes();
    }

    public long end() {
        return begin + bytes();
    }

    /** @throws ArithmeticException if a size is negative or the product leaves the range of long */
    static long elements(List<Long> shape) {
        long product = 1;
        for (long size : shape) {
            if (size < 0) {
                throw new ArithmeticException("negative size: " + size);
            }
            product = Math.multiplyExact(product, size);
        }
        return product;
    }
}
