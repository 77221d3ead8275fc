package dev.renderfarm.gpuworker.model;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ChatTemplate;
import dev.renderfarm.common.model.FlowMatch;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.task.ImageSize;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modelpackage.folder.FileDigest;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.modelpackage.folder.PackageDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A package of three bytes, which no network could be read from. */
public final class SmallModel {

    private SmallModel() {}

    public static ModelPackage in(Path folder) throws IOException {
        for (String network :
                List.of(ModelManifest.TEXT_ENCODER, ModelManifest.TRANSFORMER, ModelManifest.VAE_DECODER)) {
            Files.createDirectories(folder.resolve(network));
            Files.write(folder.resolve(network).resolve("saved_model.pb"), new byte[] {1});
        }
        Map<String, String> files = FileDigest.ofFolder(folder);
        String digest = PackageDigest.of(manifest("", files));
        Files.write(folder.resolve(ModelManifest.FILE_NAME), Json.bytes(manifest(digest, files)));
        return ModelPackage.open(folder);
    }

    private static ModelManifest manifest(String digest, Map<String, String> files) {
        return new ModelManifest(
                ModelManifest.FIRST_SCHEMA_VERSION,
                new ModelName("small"),
                "1",
                digest,
                ModelManifest.Z_IMAGE,
                "f32",
                new ChatTemplate("{prompt}", 16),
                new ModelManifest.Latent(16, 8),
                new ModelManifest.SizeLimits(16, 64, 128, 128 * 128),
                new FlowMatch(3),
                new ModelManifest.Defaults(new ImageSize(64, 64), Sampling.of(4, 0), 8),
                files);
    }
}
