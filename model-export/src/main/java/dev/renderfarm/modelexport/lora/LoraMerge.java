package dev.renderfarm.modelexport.lora;

import dev.renderfarm.diffusion.safetensors.SafetensorsException;
import dev.renderfarm.diffusion.safetensors.TensorInfo;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A network's tensors with a LoRA added: W + strength · alpha / rank · B · A, summed in 32 bits, piece by piece.
 */
public final class LoraMerge implements TensorSource {

    private static final String WEIGHT = ".weight";
    private static final List<String> FUSED = List.of("to_q", "to_k", "to_v");

    private final TensorSource base;
    private final LoraFile lora;
    private final float strength;
    private final Map<String, Target> targets = new HashMap<>();
    private @Nullable String loadedModule;
    private LoraFile.@Nullable LowRank loaded;

    private LoraMerge(TensorSource base, LoraFile lora, float strength) {
        this.base = base;
        this.lora = lora;
        this.strength = strength;
    }

    /**
     * Closing the result closes the base, and so does a failure.
     *
     * @param strength by which the difference is multiplied, 1 for all of it
     * @throws SafetensorsException if the file is no LoRA, or adapts a layer that is not there or has another shape, or
     * adapts one twice
     */
    public static LoraMerge open(TensorSource base, Path file, float strength) {
        List<Closeable> opened = new ArrayList<>(List.of(base));
        try {
            LoraFile lora = LoraFile.open(file);
            opened.add(lora);
            LoraMerge merge = new LoraMerge(base, lora, strength);
            Map<String, String> layers = layersBySpelling(base);
            lora.modules().forEach(module -> merge.addTargets(module, layers));
            return merge;
        } catch (SafetensorsException e) {
            closeAll(opened, e);
            throw e;
        }
    }

    /** The same for a network of several that one file adapts, which finds its own layers by the names it knows. */
    public static LoraMerge open(TensorSource base, Path file, float strength, LoraLayers layers) {
        List<Closeable> opened = new ArrayList<>(List.of(base));
        try {
            LoraFile lora = LoraFile.open(file, layers::spelling);
            opened.add(lora);
            LoraMerge merge = new LoraMerge(base, lora, strength);
            for (String module : lora.modules()) {
                if (layers.isOfAnother(module)) {
                    continue;
                }
                String layer = layers.find(module)
                        .orElseThrow(() -> new SafetensorsException(
                                file, "adapts the layer " + module + ", which the model does not have"));
                merge.put(layer, module, 0, lora.read(module), 1);
            }
            return merge;
        } catch (SafetensorsException e) {
            closeAll(opened, e);
            throw e;
        }
    }

    private static void closeAll(List<Closeable> opened, SafetensorsException reason) {
        for (Closeable closeable : opened) {
            try {
                closeable.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        return base.tensors();
    }

    @Override
    public String origin(String name) {
        return base.origin(name);
    }

    @Override
    public void read(String name, long first, float[] target, int length) {
        base.read(name, first, target, length);
        Target adapted = targets.get(name);
        if (adapted != null) {
            add(adapted, load(adapted.module), first, target, length);
        }
    }

    @Override
    public void close() throws IOException {
        try (lora) {
            base.close();
        }
    }

    private void add(Target adapted, LoraFile.LowRank matrices, long first, float[] target, int length) {
        int in = Math.toIntExact(matrices.in());
        float factor = strength * matrices.factor();
        int done = 0;
        while (done < length) {
            long row = adapted.firstRow + (first + done) / in;
            int column = (int) ((first + done) % in);
            int count = Math.min(in - column, length - done);
            for (int r = 0; r < matrices.rank(); r++) {
                float up = factor * matrices.up()[Math.toIntExact(row * matrices.rank() + r)];
                int offset = r * in + column;
                for (int i = 0; i < count; i++) {
                    target[done + i] += up * matrices.down()[offset + i];
                }
            }
            done += count;
        }
    }

    private LoraFile.LowRank load(String module) {
        LoraFile.LowRank matrices = loaded;
        if (matrices == null || !module.equals(loadedModule)) {
            matrices = lora.read(module);
            loaded = matrices;
            loadedModule = module;
        }
        return matrices;
    }

    private void addTargets(String module, Map<String, String> layers) {
        LoraFile.LowRank matrices = lora.read(module);
        String spelling = spelling(module);
        String layer = layers.get(spelling);
        if (layer != null) {
            put(layer, module, 0, matrices, 1);
        } else if (spelling.endsWith("_qkv") && layers.containsKey(spelling.replace("qkv", "to_q"))) {
            for (int i = 0; i < FUSED.size(); i++) {
                String part = layers.get(spelling.replace("qkv", FUSED.get(i)));
                put(String.valueOf(part), module, i * matrices.out() / FUSED.size(), matrices, FUSED.size());
            }
        } else {
            throw new SafetensorsException(
                    lora.path(), "adapts the layer " + module + ", which the transformer does not have");
        }
    }

    private void put(String layer, String module, long firstRow, LoraFile.LowRank matrices, int parts) {
        TensorInfo tensor = base.tensor(layer + WEIGHT);
        List<Long> shape = List.of(matrices.out() / parts, matrices.in());
        long rows = tensor.shape().get(0);
        if (!List.of(rows, tensor.elements() / rows).equals(shape)) {
            throw new SafetensorsException(
                    lora.path(),
                    "adapts the layer " + module + " with a matrix of " + shape + ", the network has "
                            + tensor.shape());
        }
        Target other = targets.putIfAbsent(tensor.name(), new Target(module, firstRow));
        if (other != null) {
            throw new SafetensorsException(
                    lora.path(),
                    "adapts the tensor " + tensor.name() + " twice, as " + other.module + " and as " + module
                            + "; leave one out");
        }
    }

    /** Every layer with a matrix, by its name with underscores, and by the shorter names that trainers use. */
    private static Map<String, String> layersBySpelling(TensorSource base) {
        Map<String, String> layers = new HashMap<>();
        for (TensorInfo tensor : base.tensors().values()) {
            if (tensor.name().endsWith(WEIGHT) && tensor.shape().size() == 2) {
                String layer = tensor.name().substring(0, tensor.name().length() - WEIGHT.length());
                layers.put(spelling(layer), layer);
                layers.put(spelling(layer.replace(".to_out.0", ".to_out")), layer);
                layers.put(spelling(layer.replace(".to_out.0", ".out")), layer);
                layers.put(spelling(layer.replaceFirst("^all_(\\w+)\\.2-1", "$1")), layer);
            }
        }
        return layers;
    }

    private static String spelling(String layer) {
        return layer.replace('.', '_').replace('-', '_');
    }

    /** Which of a LoRA's layers adapts a tensor, and where its rows begin in that. */
    private record Target(String module, long firstRow) {}
}
