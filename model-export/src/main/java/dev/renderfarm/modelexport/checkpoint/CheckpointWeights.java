package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.modelexport.safetensors.SafetensorsFile;
import dev.renderfarm.modelexport.safetensors.ShardedTensors;
import dev.renderfarm.modelexport.safetensors.TensorSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds a component's weight files in a checkpoint folder: one file, or an index and its shards. */
public final class CheckpointWeights {

    /** The names that the component's library gives its files. */
    private static final List<String> STEMS = List.of("diffusion_pytorch_model", "model");

    /**
     * Opens what the folder holds.
     *
     * @throws CheckpointException if it holds neither
     */
    public static TensorSource open(Path componentFolder) {
        for (String stem : STEMS) {
            Path index = componentFolder.resolve(stem + ".safetensors.index.json");
            if (Files.isRegularFile(index)) {
                return ShardedTensors.open(index);
            }
            Path file = componentFolder.resolve(stem + ".safetensors");
            if (Files.isRegularFile(file)) {
                return SafetensorsFile.open(file);
            }
        }
        throw new CheckpointException(componentFolder
                + ": no weights; expected diffusion_pytorch_model.safetensors or model.safetensors, or one of them with"
                + " .index.json and its shards");
    }

    private CheckpointWeights() {}
}
