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
    private String tensors = "";
    private long started = System.nanoTime();

    ProgressBar(PrintWriter out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    @Override
    public void opened(String component, int needed, int found) {
        started = System.nanoTime();
        tensors = found == needed ? needed + " tensors" : needed + " of " + found + " tensors";
    }

    @Override
    public void written(String name, long writtenBytes, long totalBytes) {
        boolean complete = writtenBytes >= totalBytes;
        if (quiet || !(terminal || complete)) {
            return;
        }
        double seconds = (System.nanoTime() - started) / NANOS;
        double gigabytes = writtenBytes / GIGABYTE;
        double rate = seconds > 0.1 && gigabytes > 0.01 ? gigabytes / seconds : 0;
        String after = rate > 0 ? String.format(Locale.ROOT, "  %.2f GB/s", rate) : "";
        if (complete) {
            after += "  " + tensors;
            after += rate > 0 ? String.format(Locale.ROOT, " in %.1f s, %.1f s per GB", seconds, 1 / rate) : "";
        }
        out.print(String.format(
                Locale.ROOT,
                "%s%-14s %3d %%  %8.3f of %.3f GB%s%s",
                terminal ? "\r" : "",
                name,
                totalBytes == 0 ? 100 : 100 * writtenBytes / totalBytes,
                gigabytes,
                totalBytes / GIGABYTE,
                after,
                terminal && !complete ? "" : System.lineSeparator()));
        out.flush();
    }
}
