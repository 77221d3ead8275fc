package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.diffusion.safetensors.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Stable Diffusion's text encoders in the diffusers layout, under names that begin with those of their folders.
 * transformers leaves {@code text_model.} out since its version 5; either is read.
 */
public final class ClipWeights {

    private static final List<String> FOLDERS = List.of("text_encoder", "text_encoder_2");
    private static final List<String> BARE = List.of("embeddings.", "encoder.", "final_layer_norm.");

    /** @throws CheckpointException if a folder has no weights */
    public static TensorSource open(Path checkpoint) {
        List<TensorSource> sources = new ArrayList<>();
        Map<String, TensorView.Part> parts = new TreeMap<>();
        try {
            for (String folder : FOLDERS) {
                if (Files.isDirectory(checkpoint.resolve(folder))) {
                    TensorSource source = CheckpointWeights.open(checkpoint.resolve(folder));
                    sources.add(source);
                    source.tensors()
                            .keySet()
                            .forEach(
                                    name -> parts.put(folder + "." + whole(name), TensorView.Part.whole(source, name)));
                }
            }
        } catch (RuntimeException e) {
            closeAll(sources, e);
            throw e;
        }
        if (sources.isEmpty()) {
            throw new CheckpointException(checkpoint.resolve(FOLDERS.get(0)) + ": no such folder");
        }
        return new TensorView(sources, parts);
    }

    private static String whole(String name) {
        return BARE.stream().anyMatch(name::startsWith) ? "text_model." + name : name;
    }

    static void closeAll(List<? extends TensorSource> sources, Exception reason) {
        for (TensorSource source : sources) {
            try {
                source.close();
            } catch (IOException e) {
                reason.addSuppressed(e);
            }
        }
    }

    private ClipWeights() {}
}
