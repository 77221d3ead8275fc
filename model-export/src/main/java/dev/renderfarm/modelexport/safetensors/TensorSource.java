package dev.renderfarm.modelexport.safetensors;

import java.io.Closeable;
import java.util.SortedMap;

/** Named float tensors that are read piece by piece, so that none needs to fit into memory. Not for use by several threads at once. */
public interface TensorSource extends Closeable {

    /** Every tensor there is, by name. */
    SortedMap<String, TensorInfo> tensors();

    /** Where a tensor comes from, for error messages. */
    String origin(String name);

    /**
     * Reads elements in row-major order, converted to float without loss.
     *
     * @param first index of the first element
     * @param length how many go to the start of {@code target}
     * @throws SafetensorsException if the tensor is missing or of a type that holds no floats, or the file cannot be read
     * @throws IndexOutOfBoundsException if the tensor has not so many elements
     */
    void read(String name, long first, float[] target, int length);
}
