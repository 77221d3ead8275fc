package dev.renderfarm.diffusion.safetensors;

import java.io.Closeable;
import java.util.NoSuchElementException;
import java.util.SortedMap;

/**
 * Named float tensors that are read piece by piece, so that none needs to fit into memory. Not for use by several
 * threads at once.
 */
public interface TensorSource extends Closeable {

    /** Every tensor there is, by name. */
    SortedMap<String, TensorInfo> tensors();

    /**
     * The tensor of that name.
     *
     * @throws NoSuchElementException if there is none
     */
    default TensorInfo tensor(String name) {
        TensorInfo tensor = tensors().get(name);
        if (tensor == null) {
            throw new NoSuchElementException(origin(name) + ": tensor " + name + " is missing");
        }
        return tensor;
    }

    /** Where a tensor comes from, for error messages. */
    String origin(String name);

    /**
     * Reads elements in row-major order, converted to float without loss.
     *
     * @param first index of the first element
     * @param length how many go to the start of {@code target}
     * @throws SafetensorsException if the tensor is of a type that holds no floats, or the file cannot be read
     * @throws NoSuchElementException if there is no such tensor
     * @throws IndexOutOfBoundsException if the tensor has not so many elements
     */
    void read(String name, long first, float[] target, int length);
}
