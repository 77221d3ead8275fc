package dev.renderfarm.modelexport.export;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import dev.renderfarm.modelexport.checkpoint.PackageSettings;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelpackage.folder.FileDigest;
import dev.renderfarm.modelpackage.folder.PackageDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes a model package: the same bytes, and so the same digest, for the same checkpoint, type and program. The folder
 * appears only when all of it is written.
 */
public final class PackageExporter {

    private final WeightType type;
    private final EncoderExport encoder;
    private final Progress progress;

    /** Writes all networks that a checkpoint has. */
    public PackageExporter(WeightType type, Progress progress) {
        this(type, EncoderExport.WHERE_THE_CHECKPOINT_HAS_IT, progress);
    }

    public PackageExporter(WeightType type, EncoderExport encoder, Progress progress) {
        this.type = type;
        this.encoder = encoder;
        this.progress = progress;
    }

    /**
     * Writes the package, after all weights were found to be as the configuration says. A package that is there already
     * is replaced, but no other folder with something in it is.
     *
     * @return the manifest as written
     * @throws dev.renderfarm.modelexport.checkpoint.CheckpointException if the weights do not fit the configuration, or
     *     the target is there and is no package
     * @throws dev.renderfarm.diffusion.safetensors.SafetensorsException if a weight file is broken
     */
    public ModelManifest export(
            CheckpointConfiguration checkpoint, PackageSettings settings, WeightOrigin weights, Path target)
            throws IOException {
        return export(checkpoint, settings, weights, TransformerExport.WHOLE, target);
    }

    /** The same with a transformer that is not written as the checkpoint has it. */
    public ModelManifest export(
            CheckpointConfiguration checkpoint,
            PackageSettings settings,
            WeightOrigin weights,
            TransformerExport transformer,
            Path target)
            throws IOException {
        EarlierPackage.requireReplaceable(target);
        NetworkWriter networks = new NetworkWriter(checkpoint.sizes(), type, weights, progress);
        List<Component> components = components(networks);
        networks.check(components);
        try (TargetFolder folder = TargetFolder.beside(target)) {
            for (Component component : components) {
                if (component == Component.TRANSFORMER) {
                    transformer.write(folder.path(), networks);
                } else {
                    networks.write(component, folder.path().resolve(component.packageFolder()));
                }
            }
            byte[] tokenizer = checkpoint.tokenizer();
            if (tokenizer != null) {
                Files.write(folder.path().resolve(ModelManifest.TOKENIZER), tokenizer);
            }
            ModelManifest manifest = manifest(checkpoint, settings, FileDigest.ofFolder(folder.path()));
            Files.write(
                    folder.path().resolve(ModelManifest.FILE_NAME),
                    Json.pretty(manifest).getBytes(StandardCharsets.UTF_8));
            folder.commit();
            return manifest;
        }
    }

    private List<Component> components(NetworkWriter networks) throws IOException {
        boolean isThere = encoder != EncoderExport.NEVER && networks.hasEncoder();
        if (encoder == EncoderExport.ALWAYS && !isThere) {
            throw new CheckpointException("the checkpoint's vae has no tensors " + Component.ENCODER
                    + "*, so that a package of it cannot edit pictures; take a whole VAE, or export without --encoder");
        }
        return Component.of(networks.sizes()).stream()
                .filter(component -> isThere || component != Component.VAE_ENCODER)
                .toList();
    }

    private ModelManifest manifest(
            CheckpointConfiguration checkpoint, PackageSettings settings, Map<String, String> files) {
        ModelManifest unsigned = manifest(checkpoint, settings, files, "");
        return manifest(checkpoint, settings, files, PackageDigest.of(unsigned));
    }

    private ModelManifest manifest(
            CheckpointConfiguration checkpoint, PackageSettings settings, Map<String, String> files, String digest) {
        return new ModelManifest(
                settings.conditions() == null ? ModelManifest.FIRST_SCHEMA_VERSION : ModelManifest.SCHEMA_VERSION,
                settings.name(),
                settings.version(),
                digest,
                checkpoint.sizes().family(),
                type.wireName(),
                settings.tokenizer(),
                new ModelManifest.Latent(
                        checkpoint.sizes().channels(), checkpoint.sizes().vae().scale()),
                settings.size(),
                settings.scheduler(),
                settings.conditions(),
                settings.guidance(),
                settings.defaults(),
                files);
    }
}
