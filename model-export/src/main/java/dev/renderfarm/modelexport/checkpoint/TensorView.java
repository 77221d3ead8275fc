package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tensors of other sources under other names, and in other shapes of as many elements. Closing it closes those. */
final class TensorView implements TensorSource {

    private final List<TensorSource> sources;
    private final SortedMap<String, Part> parts;
    private final SortedMap<String, TensorInfo> tensors;
    private @Nullable String transposedName;
    private float[] transposed = {};

    /** @param parts by their new names */
    TensorView(List<TensorSource> sources, Map<String, Part> parts) {
        this.sources = List.copyOf(sources);
        this.parts = new TreeMap<>(parts);
        SortedMap<String, TensorInfo> infos = new TreeMap<>();
        parts.forEach((name, part) -> infos.put(name, part.info(name)));
        this.tensors = Collections.unmodifiableSortedMap(infos);
    }

    /**
     * Where a tensor is.
     *
     * @param first element of it in the original
     * @param shape of it, row-major as the original's elements are
     * @param transposed whether it is a matrix, of which the original holds the columns as rows
     */
    record Part(TensorSource source, String original, long first, List<Long> shape, boolean transposed) {

        Part {
            shape = List.copyOf(shape);
            long elements = shape.stream().reduce(1L, Math::multiplyExact);
            if (first + elements > source.tensor(original).elements()) {
                throw new CheckpointException(source.origin(original) + ": tensor " + original + " has the shape "
                        + source.tensor(original).shape() + ", too few for " + shape);
            }
        }

        /** All of a tensor, as it is. */
        static Part whole(TensorSource source, String original) {
            return new Part(source, original, 0, source.tensor(original).shape(), false);
        }

        private TensorInfo info(String name) {
            TensorInfo info = source.tensor(original);
            return new TensorInfo(name, info.type(), shape, info.begin());
        }
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public String origin(String name) {
        Part part = parts.get(name);
        return part == null ? sources.get(0).origin(name) : part.source.origin(part.original);
    }

    @Override
    public void read(String name, long first, float[] target, int length) {
        Objects.checkFromIndexSize(first, length, tensor(name).elements());
        Part part = Objects.requireNonNull(parts.get(name));
        if (part.transposed) {
            System.arraycopy(transposed(name, part), Math.toIntExact(first), target, 0, length);
        } else {
            part.source.read(part.original, part.first + first, target, length);
        }
    }

    @Override
    public void close() throws IOException {
        for (TensorSource source : sources) {
            source.close();
        }
    }

    private float[] transposed(String name, Part part) {
        if (!name.equals(transposedName)) {
            int rows = Math.toIntExact(part.shape.get(0));
            int columns = Math.toIntExact(part.shape.get(1));
            float[] original = new float[Math.multiplyExact(rows, columns)];
            part.source.read(part.original, 0, original, original.length);
            transposed = new float[original.length];
            for (int i = 0; i < original.length; i++) {
                transposed[i % rows * columns + i / rows] = original[i];
            }
            transposedName = name;
        }
        return transposed;
    }
}
