package dev.renderfarm.modelexport.reference;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.Sampling;
import dev.renderfarm.diffusion.network.DiffusionModel;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.diffusion.safetensors.SafetensorsException;
import dev.renderfarm.diffusion.safetensors.SafetensorsFile;
import dev.renderfarm.diffusion.safetensors.SafetensorsWriter;
import dev.renderfarm.diffusion.safetensors.StoredTensor;
import dev.renderfarm.diffusion.sampling.ClassifierFreeGuidance;
import dev.renderfarm.diffusion.sampling.FlowMatchEuler;
import dev.renderfarm.diffusion.sampling.StepTable;
import dev.renderfarm.diffusion.tensorflow.DeviceSettings;
import dev.renderfarm.diffusion.tensorflow.PackagedModel;
import dev.renderfarm.modelpackage.folder.ModelPackage;
import dev.renderfarm.modelpackage.folder.ModelPackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scripts/reference/run-pipeline}. */
@Command(
        name = "run-pipeline",
        sortOptions = false,
        description = {
            "Runs the farm's sampling loop on prompt embeddings and latents from a safetensors file.",
            "Inputs (F32): lat [1,C,h,w], pe [L,D], and with guidance ne [L,D].",
            "Outputs: latents [1,C,h,w] F32, image [8h,8w,3] U8.",
            "With an option of pictures it begins with one: instead of lat image [8h,8w,3] U8, with --masked mask [8h,8w]"
                    + " U8 (from 128 on painted anew), and without --seed noise and noise.posterior [1,C,h,w] F32. Then"
                    + " it also gives moments [1,2C,h,w] F32 and pasted [8h,8w,3] U8."
        },
        mixinStandardHelpOptions = true)
public final class RunPipeline implements Callable<Integer> {

    @Option(names = "--package", required = true, paramLabel = "DIR", description = "Folder of the model package.")
    private Path folder;

    @Option(names = "--inputs", required = true, paramLabel = "FILE", description = "Where lat, pe and ne are.")
    private Path inputs;

    @Option(names = "--steps", required = true, paramLabel = "N", description = "Forward passes.")
    private int steps;

    @Option(
            names = "--shift",
            paramLabel = "S",
            description = "Shift of the noise schedule; the package's own where it is not given.")
    private @Nullable Double shift;

    @Option(
            names = "--guidance",
            defaultValue = "0",
            paramLabel = "G",
            description = "Scale of classifier-free guidance: p + G (p - q). 0, the default, is none.")
    private double guidance;

    @Option(
            names = "--cfg-normalization",
            defaultValue = "0",
            paramLabel = "R",
            description =
                    "Largest norm of a guided prediction, as a multiple of the unguided one's. 0, the default, is no "
                            + "limit.")
    private double normalization;

    @Option(
            names = "--cfg-truncation",
            defaultValue = "1",
            paramLabel = "T",
            description = "Steps at a model time above it go without guidance. 1, the default, is never.")
    private double truncation;

    @Mixin
    private final PictureOptions picture = new PictureOptions();

    @Option(
            names = "--vae-memory",
            defaultValue = "3221225472",
            paramLabel = "BYTES",
            description =
                    "Memory that decoding or encoding may take; larger pictures are done in tiles. The default is enough for "
                            + "1024x1024.")
    private long vaeMemory;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where latents and image go.")
    private Path out;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new RunPipeline())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(RunPipeline::explain);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ModelPackage model = ModelPackage.open(folder);
        StepTable table = FlowMatchEuler.table(
                steps, shift == null ? model.manifest().scheduler().shift() : shift);
        ClassifierFreeGuidance cfg =
                ClassifierFreeGuidance.of(Sampling.of(steps, guidance).withCfgLimits(normalization, truncation));
        DeviceSettings settings = DeviceSettings.DEFAULTS.withVaeMemory(vaeMemory);
        try (SafetensorsFile given = SafetensorsFile.open(inputs);
                DiffusionModel loaded = PackagedModel.oneAtATime(model, settings)) {
            ReferencePipeline pipeline =
                    new ReferencePipeline(loaded, model.manifest().latent());
            List<StoredTensor> results =
                    picture.areGiven() ? pipeline.edit(given, picture, table, cfg) : pipeline.run(given, table, cfg);
            Files.write(out, SafetensorsWriter.encode(new TreeMap<>(), results));
        }
        return 0;
    }

    private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        FailureCode code = codeOf(problem);
        command.getErr().println(code.wireName() + ": " + message(problem));
        return code.exitCode();
    }

    private static String message(Exception problem) {
        if (problem instanceof NoSuchFileException) {
            return problem.getMessage() + ": no such file";
        }
        return problem.getMessage() == null ? problem.toString() : problem.getMessage();
    }

    private static FailureCode codeOf(Exception problem) {
        if (problem instanceof RenderException failed) {
            return failed.code();
        }
        return problem instanceof IOException
                        || problem instanceof IllegalArgumentException
                        || problem instanceof NoSuchElementException
                        || problem instanceof SafetensorsException
                        || problem instanceof ModelPackageException
                ? FailureCode.INVALID_REQUEST
                : FailureCode.INTERNAL_ERROR;
    }
}
