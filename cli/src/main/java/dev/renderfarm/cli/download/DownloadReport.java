package dev.renderfarm.cli.download;

/**
 * What a download did.
 *
 * @param fetched pictures
 * @param skipped pictures that were there already
 * @param bytes of the pictures that were fetched
 */
public record DownloadReport(int fetched, int skipped, long bytes) {}
