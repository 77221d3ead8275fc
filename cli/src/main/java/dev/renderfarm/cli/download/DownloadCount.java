package dev.renderfarm.cli.download;

import java.util.function.IntConsumer;

/** Counts while several threads fetch, and tells it one after the other. */
final class DownloadCount {

    private final IntConsumer onPicture;
    private int fetched;
    private int skipped;
    private long bytes;

    DownloadCount(IntConsumer onPicture) {
        this.onPicture = onPicture;
    }

    synchronized void fetched(long size) {
        fetched++;
        bytes += size;
        onPicture.accept(fetched + skipped);
    }

    synchronized void skipped() {
        skipped++;
        onPicture.accept(fetched + skipped);
    }

    synchronized DownloadReport report() {
        return new DownloadReport(fetched, skipped, bytes);
    }
}
