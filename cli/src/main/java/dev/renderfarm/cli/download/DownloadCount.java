package dev.renderfarm.cli.download;

import dev.renderfarm.common.failure.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Counts while several threads fetch, and tells it one after the other. */
final class DownloadCount {

    private static final int MOST_NAMED = 20;

    private final IntConsumer onPicture;
    private final List<DownloadReport.Missing> missing = new ArrayList<>();
    private int there;
    private int told = -1;
    private int fetched;
    private int lost;
    private long bytes;

    DownloadCount(IntConsumer onPicture) {
        this.onPicture = onPicture;
    }

    /** Counts from the beginning what is there; what was fetched stays counted. */
    synchronized void begin() {
        there = 0;
        lost = 0;
        missing.clear();
        tell();
    }

    synchronized void fetched(long size) {
        fetched++;
        bytes += size;
        there();
    }

    synchronized void there() {
        there++;
        tell();
    }

    /** Not again what was told before it was counted anew. */
    private void tell() {
        if (there > told) {
            told = there;
            onPicture.accept(there);
        }
    }

    synchronized void missing(String file, FailureCode code, String why) {
        lost++;
        if (missing.size() < MOST_NAMED) {
            missing.add(new DownloadReport.Missing(file, code, why));
        }
    }

    synchronized DownloadReport report() {
        return new DownloadReport(fetched, Math.max(0, there - fetched), bytes, lost, missing);
    }
}
