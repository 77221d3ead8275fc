package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.api.ErrorEnvelope;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.common.wire.Json;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what went wrong, in a line and never in a stack trace, and picks the exit code. */
final class Failures {

    static final int INTERRUPTED = 130;

    static int onExecution(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof InterruptedException) {
            return INTERRUPTED;
        }
        FarmException named = failure instanceof FarmException known
                ? known
                : new FarmException(FailureCode.INTERNAL_ERROR, "this should not have happened: " + failure);
        tell(command.getErr(), named, isJson(parsed));
        return named.code().exitCode();
    }

    static int onParameters(ParameterException failure, String[] arguments) {
        PrintWriter err = failure.getCommandLine().getErr();
        tell(err, failure.getMessage());
        err.println("See " + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return FailureCode.INVALID_REQUEST.exitCode();
    }

    private static boolean isJson(ParseResult parsed) {
        return parsed.hasMatchedOption("--json") || (parsed.hasSubcommand() && isJson(parsed.subcommand()));
    }

    private static void tell(PrintWriter err, FarmException failure, boolean json) {
        if (json) {
            FailureCode code = failure.code();
            err.println(Json.string(ErrorEnvelope.of(code, code.httpStatus(), null, failure.getMessage())));
            err.flush();
        } else {
            tell(err, failure.getMessage());
        }
    }

    private static void tell(PrintWriter err, @Nullable String message) {
        err.println(TerminalText.of("farm: " + message));
        err.flush();
    }

    private Failures() {}
}
