package dev.renderfarm.modeldistribution.cache;

import java.time.Duration;

/**
 * What it took to have a package on this machine.
 *
 * @param waited for another process that fetched it
 * @param fetching bytes out of the bucket
 * @param verifying them
 * @param bytes that came out of the bucket for it; 0 where the machine had it
 */
public record FetchReport(Duration waited, Duration fetching, Duration verifying, long bytes) {

    /** Of a package that was here all along. */
    public static final FetchReport NOTHING = cached(Duration.ZERO);

    static FetchReport cached(Duration waited) {
        return new FetchReport(waited, Duration.ZERO, Duration.ZERO, 0);
    }
}
