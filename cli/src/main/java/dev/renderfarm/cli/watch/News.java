package dev.renderfarm.cli.watch;

import dev.renderfarm.common.batch.Batch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets each state of a batch through once and none that is older than the last. Not thread-safe. */
final class News {

    private final NewsReader reader;
    private @Nullable Batch latest;

    News(NewsReader reader) {
        this.reader = reader;
    }

    void take(Batch batch) throws InterruptedException {
        if (latest == null
                || batch.renderfarm().sequence() > latest.renderfarm().sequence()) {
            latest = batch;
            reader.read(batch);
        }
    }

    boolean isLast() {
        return latest != null && latest.status().isTerminal();
    }

    Batch latest() {
        return Objects.requireNonNull(latest, "nothing was heard yet");
    }
}
