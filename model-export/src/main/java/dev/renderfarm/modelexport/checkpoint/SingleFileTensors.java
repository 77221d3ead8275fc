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

/**
 * A transformer in the names of ComfyUI's single-file checkpoints, under its names in the diffusers layout.
 * There the prefix is another, and so are the names of embedder, final layer and head norms. Query, key and value of
 * each block are fused into one matrix of three times the rows.
 */
public final class SingleFileTensors implements TensorSource {

    private static final String PREFIX = "model.diffusion_model.";
    private static final String FUSED = ".attention.qkv.weight";
    private static final List<String> PARTS = List.of("to_q", "to_k", "to_v");
    private static final Map<String, String> RENAMED = Map.of(
            ".attention.out.", ".attention.to_out.0.",
            ".attention.q_norm.", ".attention.norm_q.",
            ".attention.k_norm.", ".attention.norm_k.");
    private static final String UNUSED = "norm_final.weight";

    private final TensorSource file;
    private final SortedMap<String, Part> parts;
    private final SortedMap<String, TensorInfo> tensors;

    private SingleFileTensors(TensorSource file) {
        this.file = file;
        this.parts = new TreeMap<>();
        file.tensors().values().forEach(this::add);
        SortedMap<String, TensorInfo> infos = new TreeMap<>();
        parts.forEach((name, part) -> infos.put(name, part.info));
        this.tensors = Collections.unmodifiableSortedMap(infos);
    }

    /**
     * The same tensors under the names of the diffusers layout, if they have those of a single file; else as they are.
     * Closing the result closes the source.
     *
     * @throws CheckpointException if a fused tensor has no three parts, or two tensors have the same name in the
     * diffusers layout
     */
    public static TensorSource renamed(TensorSource source) {
        boolean fused = source.tensors().keySet().stream().anyMatch(name -> name.endsWith(FUSED));
        return fused ? new SingleFileTensors(source) : source;
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public String origin(String name) {
        Part part = parts.get(name);
        return part == null ? file.origin(name) : file.origin(part.original);
    }

    @Override
    public void read(String name, long first, float[] target, int length) {
        Objects.checkFromIndexSize(first, length, tensor(name).elements());
        Part part = Objects.requireNonNull(parts.get(name));
        file.read(part.original, part.firstElement + first, target, length);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void add(TensorInfo tensor) {
        String name = diffusersName(tensor.name());
        if (name.equals(UNUSED)) {
            return;
        }
        if (!name.endsWith(FUSED)) {
            put(name, tensor, tensor.shape(), 0);
            return;
        }
        if (tensor.shape().size() != 2 || tensor.shape().get(0) % PARTS.size() != 0) {
            throw new CheckpointException(file.origin(tensor.name()) + ": tensor " + tensor.name() + " has shape "
                    + tensor.shape() + ", expected [3 × dim, dim]");
        }
        long rows = tensor.shape().get(0) / PARTS.size();
        long columns = tensor.shape().get(1);
        for (int i = 0; i < PARTS.size(); i++) {
            String part = name.replace("qkv", PARTS.get(i));
            put(part, tensor, List.of(rows, columns), i * rows * columns);
        }
    }

    private void put(String name, TensorInfo tensor, List<Long> shape, long firstElement) {
        TensorInfo info = new TensorInfo(name, tensor.type(), shape, tensor.begin());
        Part other = parts.putIfAbsent(name, new Part(tensor.name(), firstElement, info));
        if (other != null) {
            throw new CheckpointException(file.origin(tensor.name()) + ": tensors " + other.original + " and "
                    + tensor.name() + " are both " + name + "; leave one out");
        }
    }

    private static String diffusersName(String original) {
        String name = original.startsWith(PREFIX) ? original.substring(PREFIX.length()) : original;
        for (Map.Entry<String, String> renamed : RENAMED.entrySet()) {
            name = name.replace(renamed.getKey(), renamed.getValue());
        }
        if (name.startsWith("x_embedder.") || name.startsWith("final_layer.")) {
            int dot = name.indexOf('.');
            name = "all_" + name.substring(0, dot) + ".2-1" + name.substring(dot);
        }
        return name;
    }

    /** Where a tensor lies in the file's. */
    private record Part(String original, long firstElement, TensorInfo info) {}
}
