package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.BatchId;
import java.util.List;

/**
 * The data of an event {@code tasks} of {@code GET /v1/events}: which tasks of a batch to read again.
 *
 * @param changed without overlaps, in order
 */
public record TaskChangesView(BatchId batch, List<Range> changed) {

    public TaskChangesView {
        requireNonNull(batch, "batch is null");
        changed = List.copyOf(changed);
    }

    /**
     * Indexes of tasks.
     *
     * @param last counts too
     */
    public record Range(int first, int last) {}
}
