package dev.renderfarm.modelexport.command;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.modelexport.architecture.ModelSizes;
import dev.renderfarm.modelexport.architecture.StableDiffusionSizes;
import dev.renderfarm.modelexport.checkpoint.CheckpointConfiguration;
import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import dev.renderfarm.modelexport.checkpoint.CheckpointFiles;
import dev.renderfarm.modelexport.checkpoint.FolderFiles;
import dev.renderfarm.modelexport.checkpoint.PackageSettings;
import dev.renderfarm.modelexport.checkpoint.ShippedFiles;
import dev.renderfarm.modelexport.checkpoint.SingleFile;
import dev.renderfarm.modelexport.export.EncoderExport;
import dev.renderfarm.modelexport.export.PackageExporter;
import dev.renderfarm.modelexport.export.TransformerExport;
import dev.renderfarm.modelexport.export.WeightOrigin;
import dev.renderfarm.modelexport.graph.WeightType;
import dev.renderfarm.modelexport.pruning.PruningReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code farm model export}. */
@Command(
        name = "export",
        description = "Turns a checkpoint into a model package that the farm's workers render with.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Origin origin;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of random weights (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder of the package; it appears when all of it is written.")
    private Path out;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "f32",
            description = "Type of weights and activations: f32 or bf16 (default: ${DEFAULT-VALUE}).")
    private String dtype;

    @Option(
            names = "--encoder",
            negatable = true,
            description = "Write the network with which pictures are edited, or leave it out; without the option it is"
                    + " written where the checkpoint has it.")
    private @Nullable Boolean encoder;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the model, if not the checkpoint's.")
    private @Nullable String name;

    @Option(
            names = "--lora",
            paramLabel = "FILE[:STRENGTH]",
            description = "Add a LoRA to the denoiser and the text encoders; may be given several times.")
    private List<LoraArgument> loras = List.of();

    @Mixin
    private final StableDiffusionOptions stableDiffusion = new StableDiffusionOptions();

    @Mixin
    private final PruningOptions pruning = new PruningOptions();

    @Mixin
    private final GoldenOptions golden = new GoldenOptions();

    @Option(
            names = "--replace",
            description = "Replace a package that is there already; no other folder is, unless it is empty.")
    private boolean replace;

    @Option(names = "--quiet", description = "Print nothing but errors.")
    private boolean quiet;

    /** Exactly one of the two. */
    static final class Origin {
        @Option(
                names = "--checkpoint",
                paramLabel = "PATH",
                required = true,
                description = "Folder in the diffusers layout: text encoders, transformer or unet, vae, scheduler,"
                        + " tokenizer. Or a Stable Diffusion in one .safetensors file, whose generation is recognised.")
        private @Nullable Path checkpoint;

        @Option(
                names = "--random-weights",
                paramLabel = "CONFIG",
                required = true,
                description =
                        "Draw the weights at random; a configuration by name (tiny, tiny-sdxl, z-image-turbo, sd-1.5,"
                                + " sdxl, sdxl-turbo), or a folder in the diffusers layout.")
        private @Nullable String configuration;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        WeightType type = weightType();
        if (Files.exists(out) && !replace) {
            throw new CheckpointException(out + ": exists already; give --replace to write it anew");
        }
        CheckpointFiles files = files();
        CheckpointConfiguration checkpoint = stableDiffusion.applied(CheckpointConfiguration.read(files));
        tellWhatItIs(checkpoint, files);
        golden.check(checkpoint);
        if (checkpoint.tokenizer() == null) {
            spec.commandLine()
                    .getErr()
                    .println(CheckpointConfiguration.TOKENIZER + " is missing: the package will take embeddings, but no"
                            + " prompts, so that no farm can serve it");
        }
        PrintWriter err = spec.commandLine().getErr();
        TransformerExport transformer = pruning.transformer(checkpoint, new CalibrationLine(err, quiet));
        ModelManifest manifest = new PackageExporter(type, encoder(), new ProgressBar(err, quiet))
                .export(checkpoint, settings(checkpoint), weights(checkpoint.sizes()), transformer, out);
        if (!quiet) {
            PruningReport.ofPackage(out)
                    .ifPresent(report -> PruningText.print(spec.commandLine().getOut(), report));
            spec.commandLine()
                    .getOut()
                    .println("exported " + manifest.name() + " (" + manifest.dtype() + ") to " + out + ", "
                            + manifest.digest());
        }
        golden.record(
                out,
                quiet
                        ? new PrintWriter(Writer.nullWriter())
                        : spec.commandLine().getOut());
        return 0;
    }

    /** Of Stable Diffusion, whose checkpoints are many. */
    private void tellWhatItIs(CheckpointConfiguration checkpoint, CheckpointFiles files) {
        Path path = origin.checkpoint;
        if (quiet || path == null || !(checkpoint.sizes() instanceof StableDiffusionSizes)) {
            return;
        }
        spec.commandLine()
                .getErr()
                .println("recognised " + checkpoint.sizes().family() + ": "
                        + checkpoint.settings().name() + ", sampled with "
                        + checkpoint.settings().scheduler().usual().wireName());
        CheckpointConfiguration.replacedSampler(files).ifPresent(sampler -> spec.commandLine()
                .getErr()
                .println(sampler + " is not offered: "
                        + checkpoint.settings().scheduler().usual().wireName() + " takes its place"));
        if (Files.isRegularFile(path) && !stableDiffusion.hasConfiguration()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "a single file does not say how it is sampled: --config gives another configuration, such as"
                                    + " sdxl-turbo");
        }
    }

    private CheckpointFiles files() throws IOException {
        Path checkpoint = origin.checkpoint;
        if (checkpoint != null && Files.isRegularFile(checkpoint)) {
            String recognised = new SingleFile(checkpoint).recognised();
            return configuration(stableDiffusion.configuration(recognised));
        }
        return checkpoint == null ? configuration(String.valueOf(origin.configuration)) : folder(checkpoint);
    }

    private static CheckpointFiles configuration(String configuration) {
        boolean shipped = ShippedFiles.NAMES.contains(configuration) || !Files.exists(Path.of(configuration));
        return shipped ? new ShippedFiles(configuration) : folder(Path.of(configuration));
    }

    private static CheckpointFiles folder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointException(folder + ": no such folder or file");
        }
        return new FolderFiles(folder);
    }

    private EncoderExport encoder() {
        if (encoder == null) {
            return EncoderExport.WHERE_THE_CHECKPOINT_HAS_IT;
        }
        return encoder ? EncoderExport.ALWAYS : EncoderExport.NEVER;
    }

    private WeightOrigin weights(ModelSizes sizes) {
        Path checkpoint = origin.checkpoint;
        if (sizes instanceof StableDiffusionSizes all) {
            WeightOrigin weights = checkpoint == null
                    ? WeightOrigin.random(seed)
                    : Files.isRegularFile(checkpoint)
                            ? WeightOrigin.ofFile(checkpoint, all)
                            : WeightOrigin.ofFolder(checkpoint);
            weights = stableDiffusion.withVae(weights, all);
            for (LoraArgument lora : loras) {
                weights = weights.with(lora.file(), lora.strength(), all);
            }
            return weights;
        }
        WeightOrigin weights = checkpoint == null ? WeightOrigin.random(seed) : WeightOrigin.ofFolder(checkpoint);
        for (LoraArgument lora : loras) {
            weights = weights.with(lora.file(), lora.strength());
        }
        return weights;
    }

    private PackageSettings settings(CheckpointConfiguration checkpoint) {
        PackageSettings settings = checkpoint.settings();
        try {
            return name == null ? settings : settings.named(new ModelName(name));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--name: " + e.getMessage(), e);
        }
    }

    private WeightType weightType() {
        return switch (dtype.toLowerCase(Locale.ROOT)) {
            case "f32" -> WeightType.F32;
            case "bf16" -> WeightType.BF16;
            case "f16", "fp16" ->
                throw new ParameterException(
                        spec.commandLine(),
                        "--dtype f16: activations of this family leave the range of half precision and the pictures "
                                + "turn"
                                + " black; take bf16");
            default -> throw new ParameterException(spec.commandLine(), "--dtype must be f32 or bf16: " + dtype);
        };
    }
}
