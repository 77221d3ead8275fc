package dev.renderfarm.modelexport.command;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import dev.renderfarm.modelexport.safetensors.SafetensorsException;
import dev.renderfarm.modelpackage.folder.ModelPackageException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code farm model}: makes and examines model packages. */
@Command(
        name = "farm model",
        description = "Makes and examines model packages.",
        mixinStandardHelpOptions = true,
        subcommands = {ExportCommand.class, InspectCommand.class, VerifyCommand.class, FetchListCommand.class})
public final class ModelCommand {

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ModelCommand())
                .registerConverter(LoraArgument.class, LoraArgument::parse)
                .setExecutionExceptionHandler(ModelCommand::explain);
    }

    /** One line for the user; the exit code tells a mistake of the user from one of the program. */
    private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        FailureCode code = codeOf(problem);
        String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        command.getErr().println(command.getColorScheme().errorText(code.wireName() + ": " + message));
        return code.exitCode();
    }

    private static FailureCode codeOf(Exception problem) {
        if (problem instanceof CheckpointException
                || problem instanceof SafetensorsException
                || problem instanceof ModelPackageException) {
            return FailureCode.INVALID_REQUEST;
        }
        return problem instanceof IOException ? FailureCode.STORAGE_UNAVAILABLE : FailureCode.INTERNAL_ERROR;
    }
}
