package dev.renderfarm.modeldistribution.published;

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
import java.util.Map;
import java.util.Random;

/** A package of a few kilobytes whose networks are noise: nobody runs them here. */
public final class SmallPackage {

    /** Bytes of the largest file. */
    public static final int LARGEST = 40_000;

    public static final PackageAddress ROOT = PackageAddress.parse("s3://shop/models");

    private SmallPackage() {}

    public static ModelPackage in(Path folder, int seed) throws IOException {
        write(folder, "text_encoder/saved_model.pb", 700, seed);
        write(folder, "transformer/saved_model.pb", 300, seed);
        write(folder, "transformer/variables/variables.data-00000-of-00001", LARGEST, seed);
        write(folder, "vae_decoder/saved_model.pb", 0, seed);
        Map<String, String> files = FileDigest.ofFolder(folder);
        Files.write(folder.resolve(ModelManifest.FILE_NAME), Json.bytes(listing(files)));
        return ModelPackage.open(folder);
    }

    /** Lists those files, and is what its digest says. */
    public static ModelManifest listing(Map<String, String> files) {
        ModelManifest unnamed = manifest("", files);
        return manifest(PackageDigest.of(unnamed), files);
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

    private static void write(Path folder, String path, int size, int seed) throws IOException {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }
}
