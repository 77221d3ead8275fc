package dev.renderfarm.modelexport.command;

import dev.renderfarm.modelexport.calibration.CalibrationProgress;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;

/** Shows how far calibration has come: one line that changes on a terminal, one line per stage elsewhere. */
final class CalibrationLine implements CalibrationProgress {

    private final PrintWriter out;
    private final boolean quiet;
    private final boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();

    CalibrationLine(PrintWriter out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    @Override
    public void done(Stage stage, int prompts, int total) {
        boolean complete = prompts == total;
        if (quiet || !(terminal || complete)) {
            return;
        }
        out.print(String.format(
                Locale.ROOT,
                "%s%-14s %d of %d prompts%s",
                terminal ? "\r" : "",
                stage == Stage.WHOLE ? "observed" : "compared",
                prompts,
                total,
                terminal && !complete ? "" : System.lineSeparator()));
        out.flush();
    }
}
