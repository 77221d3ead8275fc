package dev.renderfarm.cli.command;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.cli.api.FarmException;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.common.terminal.UnwritableOutputException;
import dev.renderfarm.common.wire.Json;
import java.io.PrintWriter;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Options of every command that talks to the farm, before the command or after it. */
final class FarmOptions {

    @Spec(Spec.Target.MIXEE)
    CommandSpec command = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The farm (default: $RENDERFARM_URL, else the farm that runs in this folder,"
                    + " else http://127.0.0.1:8080)")
    @Nullable
    String url;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Write JSON, and errors as JSON to standard error")
    boolean json;

    FarmClient client(CommandEnvironment environment) {
        URI farm = environment.location().find(url);
        return new FarmClient(farm, environment.location().key(farm));
    }

    PrintWriter out() {
        return command.commandLine().getOut();
    }

    PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** Writes the value as JSON, or the text where no JSON is wanted. */
    void print(Object value, String text) {
        if (json) {
            out().print(Json.pretty(value));
            out().flush();
        } else {
            say(text);
        }
    }

    /** Writes text, which is not JSON. */
    void say(String text) {
        out().print(TerminalText.of(text));
        out().flush();
    }

    /** Writes a line before the news of a batch, which are all that is written as JSON. */
    void introduce(String line) {
        if (!json) {
            say(line + "\n");
        }
    }

    /**
     * Writes of what was done. Where that fails, the failure tells it, so that nobody does it again.
     *
     * @param done a sentence
     */
    void tell(String done, Runnable writing) {
        try {
            writing.run();
        } catch (UnwritableOutputException e) {
            if (e.isReaderGone()) {
                throw e;
            }
            throw new FarmException(FailureCode.OUTPUT_UNWRITABLE, e.getMessage() + ". " + done);
        }
    }
}
