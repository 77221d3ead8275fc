package dev.renderfarm.modelexport.command;

import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import dev.renderfarm.modelexport.checkpoint.FolderFiles;
import dev.renderfarm.modelexport.export.WeightOrigin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of {@code farm model export} that only Stable Diffusion has. */
final class StableDiffusionOptions {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "CONFIG",
            description = "Of a single file: its configuration, by name (sd-1.5, sdxl, sdxl-turbo), or a folder in the"
                    + " diffusers layout, whose weights are not read (default: as recognised).")
    private @Nullable String configuration;

    @Option(
            names = "--vae",
            paramLabel = "PATH",
            description = "Take the VAE from this .safetensors file or folder, not from the checkpoint. A folder's"
                    + " config.json must scale latents as the checkpoint's VAE does.")
    private @Nullable Path vae;

    @Option(
            names = "--vae-dtype",
            paramLabel = "TYPE",
            description = "Type of the VAE: f32 or bf16 (default: f32 where the checkpoint wants it upcast, else as"
                    + " --dtype).")
    private @Nullable String vaeType;

    boolean hasConfiguration() {
        return configuration != null;
    }

    String configuration(String recognised) {
        return configuration == null ? recognised : configuration;
    }

    WeightOrigin withVae(WeightOrigin weights, StableDiffusionSizes sizes) {
        return vae == null ? weights : weights.withVae(vae, sizes);
    }

    /** The configuration with what the options say of its VAE. */
    CheckpointConfiguration applied(CheckpointConfiguration checkpoint) {
        if (!(checkpoint.sizes() instanceof StableDiffusionSizes sizes)) {
            if (spec != null && (configuration != null || vae != null || vaeType != null)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--config, --vae and --vae-dtype are for Stable Diffusion, this checkpoint is of "
                                + checkpoint.sizes().family());
            }
            return checkpoint;
        }
        CheckpointConfiguration known =
                vae == null || !Files.isDirectory(vae) ? checkpoint : checkpoint.withVae(new FolderFiles(vae));
        if (vaeType == null) {
            return known;
        }
        return new CheckpointConfiguration(
                sizes.withWideVae(isWide(vaeType)), checkpoint.settings(), checkpoint.tokenizer());
    }

    private boolean isWide(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "f32" -> true;
            case "bf16" -> false;
            default -> throw new CheckpointException("--vae-dtype must be f32 or bf16: " + type);
        };
    }
}
