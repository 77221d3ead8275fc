package dev.renderfarm.modelexport.checkpoint;

import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.ShardedTensors;
import dev.renderfarm.diffusion.safetensors.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds a component's weight files in a checkpoint folder: an index and its shards, or one file, whatever its name. */
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
                return named(ShardedTensors.open(index));
            }
            Path file = componentFolder.resolve(stem + ".safetensors");
            if (Files.isRegularFile(file)) {
                return single(file);
            }
        }
        List<Path> others = safetensorsFiles(componentFolder);
        if (others.size() == 1) {
            return single(others.get(0));
        }
        throw new CheckpointException(componentFolder + ": no weights; expected one .safetensors file, or"
                + " diffusion_pytorch_model.safetensors.index.json or model.safetensors.index.json and its shards, "
                + "found "
                + others.size() + " files");
    }

    /** Opens a file in the names of the diffusers layout, as far as these are known. */
    public static TensorSource openFile(Path file) {
        return single(file);
    }

    private static TensorSource named(TensorSource source) {
        return EarlierVae.renamed(BareTextEncoder.prefixed(source));
    }

    private static TensorSource single(Path file) {
        SafetensorsFile opened = SafetensorsFile.open(file);
        try {
            return named(SingleFileTensors.renamed(opened));
        } catch (CheckpointException e) {
            try {
                opened.close();
            } catch (IOException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    private static List<Path> safetensorsFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CheckpointException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private CheckpointWeights() {}
}
