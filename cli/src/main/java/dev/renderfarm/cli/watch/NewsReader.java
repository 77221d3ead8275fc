package dev.renderfarm.cli.watch;

import dev.renderfarm.common.batch.Batch;

/** Is given a batch as it is. A failure of it that may pass ends no watch. */
@FunctionalInterface
public interface NewsReader {

    void read(Batch batch) throws InterruptedException;
}
