package dev.renderfarm.modeldistribution.cache;

import dev.renderfarm.common.backoff.Backoff;
import dev.renderfarm.common.backoff.Sleeper;

/**
 * How packages are fetched.
 *
 * @param threads parts that are on their way at once
 * @param partSize of a part in bytes: what is lost at most of each when a download is cut off
 * @param tries of each part, before the download is given up for now
 * @param pauses between them
 */
public record FetchSettings(int threads, long partSize, int tries, Backoff pauses, Sleeper sleeper) {

    /** A round trip is a small share of it, and a file of 12 GB has some hundreds of them. */
    public static final long PART_SIZE = 16L << 20;

    public FetchSettings {
        if (threads < 1 || partSize < 1 || tries < 1) {
            throw new IllegalArgumentException(
                    "threads, part size and tries must be positive: " + threads + ", " + partSize + ", " + tries);
        }
    }
}
