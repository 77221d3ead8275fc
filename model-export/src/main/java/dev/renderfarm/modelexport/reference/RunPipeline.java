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
            "Of a Stable Diffusion instead: noise [1,C,h,w], caption [1,L,D], of XL pooled [1,P] and, if not of the whole"
                    + " picture, sizes [1,6]; with guidance negative.caption and negative.pooled, without which XL leads"
                    + " away from zeros; for samplers that draw between steps step_noise [N,1,C,h,w].",
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
            names = "--guidance",
            defaultValue = "0",
            paramLabel = "G",
            description =
                    "Scale of classifier-free guidance: p + G (p - q), of a Stable Diffusion q + G (p - q). 0, the"
                            + " default, is none.")
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
    private final SamplerOptions sampler = new SamplerOptions();

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
        StepTable table = sampler.schedule(model.manifest()).table(steps);
        ClassifierFreeGuidance cfg = ClassifierFreeGuidance.of(
                        Sampling.of(steps, guidance).withCfgLimits(normalization, truncation),
                        model.manifest().guidanceForm())
                .rescaled(sampler.guidanceRescale());
        DeviceSettings settings = DeviceSettings.DEFAULTS.withVaeMemory(vaeMemory);
        try (SafetensorsFile given = SafetensorsFile.open(inputs);
                DiffusionModel loaded = PackagedModel.oneAtATime(model, settings)) {
            ReferencePipeline pipeline = new ReferencePipeline(loaded, model.manifest());
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
