package dev.renderfarm.diffusion.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tensors spread over several files, tied together by an index {@code {"weight_map": {tensor: file}}}. Which file holds
 * a tensor is looked up for each one: a layer may lie in two.
 */
public final class ShardedTensors implements TensorSource {

    private static final long INDEX_LIMIT = 16L << 20;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, SafetensorsFile> files;
    private final Map<String, SafetensorsFile> fileOfTensor;
    private final SortedMap<String, TensorInfo> tensors;

    private ShardedTensors(Map<String, SafetensorsFile> files, Map<String, SafetensorsFile> fileOfTensor) {
        this.files = files;
        this.fileOfTensor = fileOfTensor;
        SortedMap<String, TensorInfo> all = new TreeMap<>();
        fileOfTensor.forEach((name, file) -> {
            TensorInfo tensor = file.tensors().get(name);
            if (tensor != null) {
                all.put(name, tensor);
            }
        });
        this.tensors = Collections.unmodifiableSortedMap(all);
    }

    /**
     * Opens every file that the index names, in the index's own folder.
     *
     * @throws SafetensorsException if a file is missing or wrong, lacks a tensor that the index promises, or holds one
     *     that it does not name
     */
    public static ShardedTensors open(Path index) {
        Map<String, SafetensorsFile> files = new TreeMap<>();
        Map<String, SafetensorsFile> fileOfTensor = new TreeMap<>();
        try {
            for (Map.Entry<String, JsonNode> entry : weightMap(index).properties()) {
                SafetensorsFile file = files.computeIfAbsent(
                        entry.getValue().asText(), name -> SafetensorsFile.open(beside(index, name)));
                if (!file.tensors().containsKey(entry.getKey())) {
                    throw new SafetensorsException(
                            index, "tensor " + entry.getKey() + " is not in " + file.origin(entry.getKey()));
                }
                fileOfTensor.put(entry.getKey(), file);
            }
            files.values().forEach(file -> requireNamed(index, file, fileOfTensor));
            return new ShardedTensors(files, fileOfTensor);
        } catch (SafetensorsException e) {
            closeAll(files, e);
            throw e;
        }
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public String origin(String name) {
        SafetensorsFile file = fileOfTensor.get(name);
        return file == null ? String.join(", ", files.keySet()) : file.origin(name);
    }

    @Override
    public void read(String name, long first, float[] target, int length) {
        SafetensorsFile file = fileOfTensor.get(name);
        if (file == null) {
            throw new NoSuchElementException("tensor " + name + " is missing");
        }
        file.read(name, first, target, length);
    }

    @Override
    public void close() throws IOException {
        IOException problem = closeAll(files, null);
        if (problem != null) {
            throw problem;
        }
    }

    private static void requireNamed(Path index, SafetensorsFile file, Map<String, SafetensorsFile> fileOfTensor) {
        for (String tensor : file.tensors().keySet()) {
            if (fileOfTensor.get(tensor) != file) {
                throw new SafetensorsException(
                        index,
                        "tensor " + tensor + " of " + file.origin(tensor)
                                + " is not named there: do the index and its files belong together?");
            }
        }
    }

    private static JsonNode weightMap(Path index) {
        try {
            if (Files.size(index) > INDEX_LIMIT) {
                throw new SafetensorsException(
                        index, "the index is larger than the limit of " + INDEX_LIMIT + " bytes");
            }
            JsonNode map = MAPPER.readTree(Files.readAllBytes(index)).path("weight_map");
            if (!map.isObject() || map.isEmpty()) {
                throw new SafetensorsException(index, "the index has no object weight_map");
            }
            return map;
        } catch (IOException e) {
            throw new SafetensorsException(index, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static Path beside(Path index, String name) {
        if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.contains("..")) {
            throw new SafetensorsException(
                    index, "weight_map names \"" + name + "\", expected a file in the same folder");
        }
        return index.resolveSibling(name);
    }

    private static @Nullable IOException closeAll(Map<String, SafetensorsFile> files, @Nullable Exception reason) {
        IOException first = null;
        for (SafetensorsFile file : files.values()) {
            try {
                file.close();
            } catch (IOException e) {
                if (reason != null) {
                    reason.addSuppressed(e);
                }
                first = first == null ? e : first;
            }
        }
        return first;
    }
}
