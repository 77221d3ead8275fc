package dev.renderfarm.modeldistribution.cache;

/**
 * How much a cache keeps. What a running process uses stays, and counts, whatever the limits.
 *
 * @param packages most packages, the newest among them
 * @param bytes most bytes of all packages and unfinished downloads
 */
public record CacheLimits(int packages, long bytes) {

    public CacheLimits {
        if (packages < 1) {
            throw new IllegalArgumentException("a cache keeps one package at least: " + packages);
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("a cache has room for one byte at least: " + bytes);
        }
    }
}
