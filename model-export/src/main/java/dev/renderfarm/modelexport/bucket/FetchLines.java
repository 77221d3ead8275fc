package dev.renderfarm.modelexport.bucket;

import dev.renderfarm.common.terminal.TerminalText;
import dev.renderfarm.modeldistribution.cache.FetchListener;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;

/** {@link FetchListener} that prints a line for each tenth of a package and for all else. Safe for several threads. */
final class FetchLines implements FetchListener {

    private static final double MEGABYTE = 1e6;
    private static final int TENTHS = 10;

    private final PrintWriter out;
    private final boolean quiet;
    private long total;
    private long there;

    FetchLines(PrintWriter out, boolean quiet) {
        this.out = out;
        this.quiet = quiet;
    }

    @Override
    public void waiting(Path cache) {
        say("another process of this machine has the package in hand in " + cache + ", waiting for it");
    }

    @Override
    public synchronized void fetching(long totalBytes, long thereBytes) {
        total = totalBytes;
        there = thereBytes;
        say(String.format(
                Locale.ROOT,
                "fetching %.1f MB, of which %.1f MB are here already",
                total / MEGABYTE,
                there / MEGABYTE));
    }

    @Override
    public synchronized void fetched(long bytes) {
        long before = TENTHS * there / Math.max(1, total);
        there += bytes;
        if (TENTHS * there / Math.max(1, total) > before) {
            say(String.format(Locale.ROOT, "%.1f of %.1f MB", there / MEGABYTE, total / MEGABYTE));
        }
    }

    @Override
    public void verifying() {
        say("comparing every file with its digest");
    }

    @Override
    public void removed(Path folder) {
        say("removed " + folder + ", which nobody used");
    }

    private synchronized void say(String text) {
        if (!quiet) {
            out.println(TerminalText.line(text));
        }
    }
}
