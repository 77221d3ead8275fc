package dev.renderfarm.cli.progress;

import dev.renderfarm.common.batch.Batch;

/** Shows how far a batch is. */
public interface ProgressView {

    void show(Batch batch);

    /** Leaves the screen as the next line of text needs it. */
    default void finish() {}
}
