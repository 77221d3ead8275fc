package dev.renderfarm.cli.watch;

import dev.renderfarm.cli.api.FarmClient;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.util.stream.Stream;

/** Where news of a batch come from. */
public interface BatchSource {

    /** The batch now. */
    Batch now(BatchId id) throws InterruptedException;

    /** Lines of its event stream until the farm ends it; to be closed. */
    Stream<String> events(BatchId id) throws InterruptedException;

    static BatchSource of(FarmClient client) {
        return new BatchSource() {
            @Override
            public Batch now(BatchId id) throws InterruptedException {
                return client.batch(id);
            }

            @Override
            public Stream<String> events(BatchId id) throws InterruptedException {
                return client.events(id);
            }
        };
    }
}
