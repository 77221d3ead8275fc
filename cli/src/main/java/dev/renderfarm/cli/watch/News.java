package dev.renderfarm.cli.watch;

import dev.renderfarm.common.batch.Batch;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lets each state of a batch through once and none that is older than the last. Not thread-safe. */
final class News {

    private final Consumer<Batch> reader;
    private @Nullable Batch latest;

    News(Consumer<Batch> reader) {
        this.reader = reader;
    }

    void take(Batch batch) {
        if (latest == null
                || batch.renderfarm().sequence() > latest.renderfarm().sequence()) {
            latest = batch;
            reader.accept(batch);
        }
    }

    boolean isLast() {
        return latest != null && latest.status().isTerminal();
    }

    Batch latest() {
        return Objects.requireNonNull(latest, "nothing was heard yet");
    }
}
