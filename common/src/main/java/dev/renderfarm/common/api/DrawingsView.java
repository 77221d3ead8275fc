package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.id.BatchId;
import java.util.List;

/**
 * The data of an event {@code drawings} of {@code GET /v1/events}: all that devices draw of a batch now, at most {@link #MOST}.
 * What an earlier one named and this one does not is drawn no more.
 *
 * @param drawn in the order of their indexes
 */
public record DrawingsView(BatchId batch, List<Drawn> drawn) {

    /** So many are told of, those with the smallest indexes. */
    public static final int MOST = 200;

    public DrawingsView {
        requireNonNull(batch, "batch is null");
        drawn = List.copyOf(drawn);
    }

    /**
     * A picture, of those that a device draws together the first.
     *
     * @param step that is computed, from 1; 0 before the first
     */
    public record Drawn(int index, int step, int steps) {}
}
