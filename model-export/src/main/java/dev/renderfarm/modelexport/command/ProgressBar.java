package dev.renderfarm.modelexport.command;

import dev.renderfarm.modelexport.export.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;

/** Shows an export's progress: one line that changes on a terminal, one line per component elsewhere. */
final class ProgressBar implements Progress {

    private static final double GIGABYTE = 1e9;
    private static final double NANOS = 1e9;

    private final PrintWriter out;
    private final boolean quiet;
    private final boolean terminal = CommandLine.Help.Ansi.AUTO.enabled();
    private String component = "";
    private long started;

    ProgressBar(PrintWriter out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    @Override
    public void written(String name, long writtenBytes, long totalBytes) {
        if (!name.equals(component)) {
            component = name;
            started = System.nanoTime();
        }
        boolean complete = writtenBytes >= totalBytes;
        if (quiet || !(terminal || complete)) {
            return;
        }
        double seconds = (System.nanoTime() - started) / NANOS;
        double rate = seconds > 0.1 ? writtenBytes / GIGABYTE / seconds : 0;
        out.print(String.format(
                Locale.ROOT,
                "%s%-14s %3d %%  %8.3f of %.3f GB%s%s",
                terminal ? "\r" : "",
                name,
                totalBytes == 0 ? 100 : 100 * writtenBytes / totalBytes,
                writtenBytes / GIGABYTE,
                totalBytes / GIGABYTE,
                rate > 0 ? String.format(Locale.ROOT, "  %.2f GB/s", rate) : "",
                terminal && !complete ? "" : System.lineSeparator()));
        out.flush();
    }
}
