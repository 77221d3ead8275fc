package dev.renderfarm.modelexport.export;

import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.FolderFiles;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The golden files laid out as a checkpoint folder, and exported. */
public final class GoldenPackage {

    public static Path layOut(Path folder) throws IOException {
        copy("dit_a.json", folder.resolve("transformer/config.json"));
        copy("dit_a.safetensors", folder.resolve("transformer/diffusion_pytorch_model.safetensors"));
        copy("qwen.json", folder.resolve("text_encoder/config.json"));
        copy("qwen.safetensors", folder.resolve("text_encoder/model.safetensors"));
        copy("vae.json", folder.resolve("vae/config.json"));
        copy("vae.safetensors", folder.resolve("vae/diffusion_pytorch_model.safetensors"));
        resource("scheduler/scheduler_config.json", folder);
        resource("tokenizer/tokenizer.json", folder);
        return folder;
    }

    public static ModelPackage export(Path checkpoint, WeightType type, Path target) throws IOException {
        CheckpointConfiguration configuration = CheckpointConfiguration.read(new FolderFiles(checkpoint));
        new PackageExporter(type, Progress.NONE)
                .export(configuration, configuration.settings(), WeightOrigin.ofFolder(checkpoint), target);
        return ModelPackage.open(target);
    }

    private static void copy(String golden, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(GoldenTensors.path(golden), target);
    }

    private static void resource(String path, Path folder) throws IOException {
        Files.createDirectories(folder.resolve(path).getParent());
        try (InputStream in = GoldenPackage.class.getResourceAsStream("/configurations/tiny/" + path)) {
            Files.copy(Objects.requireNonNull(in), folder.resolve(path));
        }
    }

    private GoldenPackage() {}
}
