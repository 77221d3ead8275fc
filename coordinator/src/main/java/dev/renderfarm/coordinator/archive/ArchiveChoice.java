package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.task.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Which of a batch's pictures go into an archive.
 *
 * @param review those that were judged so; null for all that are completed
 * @param tasks whose SKUs are wanted, in all their variants and as they were drawn again; null for all
 */
public record ArchiveChoice(
        @Nullable Verdict review, @Nullable TaskRanges tasks) {

    /** All that are completed. */
    public static final ArchiveChoice ALL = new ArchiveChoice(null, null);
}
