package dev.renderfarm.cli.download;

import dev.renderfarm.common.failure.FailureCode;
import java.util.List;

/**
 * What a download did.
 *
 * @param fetched pictures
 * @param skipped pictures that were there already
 * @param bytes of what was fetched of pictures
 * @param lost pictures that could not be fetched
 * @param missing the first of those
 */
public record DownloadReport(int fetched, int skipped, long bytes, int lost, List<Missing> missing) {

    public DownloadReport {
        missing = List.copyOf(missing);
    }

    /** A picture that could not be fetched, while others could. */
    public record Missing(String file, FailureCode code, String why) {}
}
