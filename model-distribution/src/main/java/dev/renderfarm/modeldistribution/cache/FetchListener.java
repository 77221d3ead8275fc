package dev.renderfarm.modeldistribution.cache;

import java.nio.file.Path;

/** Told how a package comes to a machine. Called by several threads. */
public interface FetchListener {

    /** Another process of this machine fetches the package or removes it; told once. */
    void waiting(Path cache);

    /**
     * This process fetches it.
     *
     * @param total bytes of the package
     * @param there bytes that an earlier download left
     */
    void fetching(long total, long there);

    /** So many bytes more are on disk. */
    void fetched(long bytes);

    /** All is on disk and is compared with its digests. */
    void verifying();

    /** A package or unfinished download that nobody uses made room. */
    void removed(Path folder);
}
