package dev.renderfarm.cli.download;

/** Counts while several threads fetch. */
final class DownloadCount {

    private int fetched;
    private int skipped;
    private long bytes;

    synchronized void fetched(long size) {
        fetched++;
        bytes += size;
    }

    synchronized void skipped() {
        skipped++;
    }

    synchronized DownloadReport report() {
        return new DownloadReport(fetched, skipped, bytes);
    }
}
