package dev.renderfarm.modelexport.lora;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.diffusion.safetensors.SafetensorsException;
import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.TensorInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A LoRA's file: the pairs of low-rank matrices by the layer they adapt. */
public final class LoraFile implements Closeable {

    private final Path path;
    private final SafetensorsFile file;
    private final Map<String, Map<LoraKey.Role, TensorInfo>> modules;

    private LoraFile(Path path, SafetensorsFile file, Map<String, Map<LoraKey.Role, TensorInfo>> modules) {
        this.path = path;
        this.file = file;
        this.modules = modules;
    }

    /**
     * Opens a file and checks that its matrices come in pairs that fit.
     *
     * @throws SafetensorsException if a tensor's name or shape is none of a LoRA, or two names mean the same matrix
     */
    public static LoraFile open(Path path) {
        return open(path, LoraKey::bare);
    }

    /** @param naming makes one of the spellings of a layer's name */
    static LoraFile open(Path path, UnaryOperator<String> naming) {
        SafetensorsFile file = SafetensorsFile.open(path);
        Map<String, Map<LoraKey.Role, TensorInfo>> modules = new TreeMap<>();
        for (TensorInfo tensor : file.tensors().values()) {
            LoraKey key = LoraKey.parse(tensor.name())
                    .orElseThrow(() -> new SafetensorsException(
                            path,
                            "tensor " + tensor.name() + " is "
                                    + LoraKey.other(tensor.name())
                                            .map(kind -> "of " + kind + ", which is not supported")
                                            .orElse("none of a LoRA; other adaptations are not supported")));
            TensorInfo other = modules.computeIfAbsent(
                            naming.apply(key.module()), module -> new EnumMap<>(LoraKey.Role.class))
                    .putIfAbsent(key.role(), tensor);
            if (other != null) {
                throw new SafetensorsException(
                        path,
                        "tensors " + other.name() + " and " + tensor.name()
                                + " are two spellings of the same matrix; leave one out");
            }
        }
        modules.forEach((module, tensors) -> requirePair(path, module, tensors));
        return new LoraFile(path, file, modules);
    }

    Path path() {
        return path;
    }

    /** Names of the adapted layers, as the file writes them. */
    Set<String> modules() {
        return modules.keySet();
    }

    LowRank read(String module) {
        Map<LoraKey.Role, TensorInfo> tensors = requireNonNull(modules.get(module), module);
        TensorInfo down = requireNonNull(tensors.get(LoraKey.Role.DOWN));
        TensorInfo up = requireNonNull(tensors.get(LoraKey.Role.UP));
        TensorInfo alpha = tensors.get(LoraKey.Role.ALPHA);
        int rank = Math.toIntExact(down.shape().get(0));
        float factor = alpha == null ? 1 : floats(alpha)[0] / rank;
        return new LowRank(rank, up.shape().get(0), down.elements() / rank, floats(up), floats(down), factor);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private float[] floats(TensorInfo tensor) {
        float[] values = new float[Math.toIntExact(tensor.elements())];
        file.read(tensor.name(), 0, values, values.length);
        return values;
    }

    private static void requirePair(Path path, String module, Map<LoraKey.Role, TensorInfo> tensors) {
        TensorInfo down = tensors.get(LoraKey.Role.DOWN);
        TensorInfo up = tensors.get(LoraKey.Role.UP);
        TensorInfo alpha = tensors.get(LoraKey.Role.ALPHA);
        if (down == null || up == null) {
            throw new SafetensorsException(path, "layer " + module + " has only one of the two low-rank matrices");
        }
        // of a convolution: down has its kernel, up is 1x1
        boolean fit = (down.shape().size() == 2 || down.shape().size() == 4)
                && (up.shape().size() == 2 || up.shape().size() == 4)
                && down.shape().get(0).equals(up.shape().get(1))
                && up.elements() == up.shape().get(0) * up.shape().get(1)
                && down.elements() > 0;
        if (!fit) {
            throw new SafetensorsException(
                    path, "layer " + module + " has matrices that do not fit: " + up.shape() + " and " + down.shape());
        }
        if (alpha != null && alpha.elements() != 1) {
            throw new SafetensorsException(path, "layer " + module + " has an alpha of shape " + alpha.shape());
        }
    }

    /**
     * factor · up · down.
     *
     * @param up row-major [out, rank]
     * @param down row-major [rank, in]; the in of a convolution is that of its whole kernel
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from here to the merge and never compared
    record LowRank(int rank, long out, long in, float[] up, float[] down, float factor) {}
}
