package dev.renderfarm.cli.command;

import dev.renderfarm.common.batch.Batch;
import java.util.List;

/** Writes a list of batches as they come, page by page, however many there are. */
interface BatchListing {

    void add(List<Batch> page);

    /** @param more whether there are more than were wanted */
    void end(boolean more);
}
