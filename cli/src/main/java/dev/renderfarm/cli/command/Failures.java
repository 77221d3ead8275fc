package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.common.terminal.UnwritableOutputException;
import dev.renderfarm.common.wire.Json;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, in a line and never in a stack trace, and picks the exit code. */
final class Failures {

    static final int INTERRUPTED = 130;

    static int onExecution(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof InterruptedException) {
            return INTERRUPTED;
        }
        if (failure instanceof UnwritableOutputException unwritable) {
            return onOutput(unwritable, command.getErr(), isJson(parsed));
        }
        FarmException named = failure instanceof FarmException known
                ? known
                : new FarmException(FailureCode.INTERNAL_ERROR, "this should not have happened: " + failure);
        return tell(command.getErr(), named.code(), null, named.getMessage(), isJson(parsed));
    }

    static int onParameters(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String help = "See " + command.getCommandSpec().qualifiedName() + " --help";
        String message = failure.getMessage() + meant(failure);
        boolean json = isJson(arguments);
        int exitCode = tell(
                command.getErr(),
                FailureCode.INVALID_REQUEST,
                failure.getArgSpec() instanceof OptionSpec option ? option.longestName() : null,
                json ? message + ". " + help : message,
                json);
        if (!json) {
            command.getErr().println(help);
            command.getErr().flush();
        }
        return exitCode;
    }

    /** Of what was written last. */
    static int onOutput(UnwritableOutputException failure, PrintWriter err, String[] arguments) {
        return onOutput(failure, err, isJson(arguments));
    }

    private static int onOutput(UnwritableOutputException failure, PrintWriter err, boolean json) {
        return failure.isReaderGone()
                ? UnwritableOutputException.READER_GONE
                : tell(err, FailureCode.OUTPUT_UNWRITABLE, null, failure.getMessage(), json);
    }

    private static String meant(ParameterException failure) {
        List<String> likely = failure instanceof UnmatchedArgumentException unmatched ? meant(unmatched) : List.of();
        return likely.isEmpty() ? "" : "; did you mean " + String.join(" or ", likely) + "?";
    }

    /** Picocli's own suggestions compare pairs of letters, in which {@code sumbit} is as like resume as submit. */
    private static List<String> meant(UnmatchedArgumentException unmatched) {
        List<String> closest = Typing.closest(
                unmatched.getUnmatched().get(0),
                unmatched.getCommandLine().getSubcommands().keySet());
        return closest.isEmpty() ? unmatched.getSuggestions() : closest;
    }

    private static boolean isJson(ParseResult parsed) {
        return parsed.hasMatchedOption("--json") || (parsed.hasSubcommand() && isJson(parsed.subcommand()));
    }

    /** Of a command line that could not be parsed. */
    private static boolean isJson(String[] arguments) {
        return List.of(arguments).contains("--json");
    }

    /** @return the code's exit code */
    private static int tell(
            PrintWriter err, FailureCode code, @Nullable String param, @Nullable String message, boolean json) {
        err.println(
                json
                        ? Json.string(ErrorEnvelope.of(code, code.httpStatus(), param, message))
                        : TerminalText.of("farm: " + message));
        err.flush();
        return code.exitCode();
    }

    private Failures() {}
}
