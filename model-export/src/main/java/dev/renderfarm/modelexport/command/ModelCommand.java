package dev.renderfarm.modelexport.command;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.terminal.StandardOutput;
import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.common.terminal.UnwritableOutputException;
import dev.renderfarm.diffusion.golden.GoldenException;
import dev.renderfarm.diffusion.network.RenderException;
import dev.renderfarm.diffusion.safetensors.SafetensorsException;
import dev.renderfarm.modeldistribution.published.DistributionException;
import dev.renderfarm.modeldistribution.published.PackageAddress;
import dev.renderfarm.modelexport.bucket.FetchCommand;
import dev.renderfarm.modelexport.bucket.ListPackagesCommand;
import dev.renderfarm.modelexport.bucket.PublishCommand;
import dev.renderfarm.modelexport.calibration.CalibrationException;
import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import dev.renderfarm.modelexport.pruning.HeadFraction;
import dev.renderfarm.modelexport.pruning.PruningException;
import dev.renderfarm.modelexport.roll.RollCommand;
import dev.renderfarm.modelexport.roll.RollException;
import dev.renderfarm.modelpackage.folder.ModelPackageException;
import dev.renderfarm.objectstore.store.StorageException;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/** {@code farm model}: makes and examines model packages. */
@Command(
        name = "farm model",
        description = "Makes, examines, publishes and rolls out model packages.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ExportCommand.class,
            InspectCommand.class,
            VerifyCommand.class,
            GoldenCommand.class,
            FetchListCommand.class,
            PublishCommand.class,
            FetchCommand.class,
            ListPackagesCommand.class,
            RollCommand.class
        })
public final class ModelCommand {

    /** Of the tokenizer; it announces its build and platform otherwise. Held, as the level goes with the object. */
    private static final Logger TOKENIZER = Logger.getLogger("ai.djl");

    public static void main(String[] arguments) {
        TOKENIZER.setLevel(Level.WARNING);
        CommandLine model = commandLine();
        model.setOut(StandardOutput.open());
        model.setErr(StandardOutput.errors());
        System.exit(model.execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ModelCommand())
                .registerConverter(LoraArgument.class, LoraArgument::parse)
                .registerConverter(PackageAddress.class, ModelCommand::address)
                .registerConverter(HeadFraction.class, PruningOptions::fraction)
                .setExecutionStrategy(ModelCommand::execute)
                .setExecutionExceptionHandler(ModelCommand::explain);
    }

    /** Help and version are written outside of any command, whose failures alone would be explained. */
    private static int execute(CommandLine.ParseResult parsed) {
        try {
            return new CommandLine.RunLast().execute(parsed);
        } catch (UnwritableOutputException e) {
            throw new CommandLine.ExecutionException(
                    parsed.commandSpec().commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** One line for the user; the exit code tells a mistake of the user from one of the program. */
    private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        if (problem instanceof UnwritableOutputException output && output.isReaderGone()) {
            return UnwritableOutputException.READER_GONE;
        }
        FailureCode code = codeOf(problem);
        String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        if (problem instanceof StorageException refused) {
            message += "; " + refused.reason();
        }
        command.getErr().println(command.getColorScheme().errorText(TerminalText.of(code.wireName() + ": " + message)));
        return code.exitCode();
    }

    private static PackageAddress address(String text) {
        try {
            return PackageAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    private static FailureCode codeOf(Exception problem) {
        if (problem instanceof CheckpointException
                || problem instanceof SafetensorsException
                || problem instanceof ModelPackageException
                || problem instanceof CalibrationException
                || problem instanceof PruningException
                || problem instanceof GoldenException) {
            return FailureCode.INVALID_REQUEST;
        }
        if (problem instanceof DistributionException failed) {
            return failed.code();
        }
        if (problem instanceof RollException failed) {
            return failed.code();
        }
        if (problem instanceof StorageException failed) {
            return failed.code();
        }
        if (problem instanceof RenderException failed) {
            return failed.code();
        }
        if (problem instanceof UnwritableOutputException) {
            return FailureCode.OUTPUT_UNWRITABLE;
        }
        return problem instanceof IOException ? FailureCode.STORAGE_UNAVAILABLE : FailureCode.INTERNAL_ERROR;
    }
}
