package dev.renderfarm.modelexport.command;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Gives commands around model packages, and keeps what they say. */
final class ModelConsole {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** @return the exit code */
    int run(String... arguments) {
        return runTo(new PrintWriter(out, true), arguments);
    }

    /** @return the exit code, where what is printed is written there */
    int runTo(PrintWriter elsewhere, String... arguments) {
        return ModelCommand.commandLine()
                .setOut(elsewhere)
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    StringWriter out() {
        return out;
    }

    StringWriter err() {
        return err;
    }
}
