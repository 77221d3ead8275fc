package dev.renderfarm.coordinator.search;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.id.BatchId;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which batches are wanted.
 *
 * @param state null for any
 * @param parent of whose lines they render some again; null for any
 * @param words that stand in its name, its id, the name of its input or a value of its metadata, or that are the SKU of one
 *     of its lines, whatever their case; empty for any
 */
public record BatchQuery(
        @Nullable BatchState state, @Nullable BatchId parent, String words) {

    public BatchQuery {
        words = words.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether there is more to it than the state. */
    boolean isNarrow() {
        return parent != null || !words.isEmpty();
    }

    /** Whether the batch is one of the parent's that is asked for. */
    boolean isOf(Batch batch) {
        return parent == null || parent.equals(batch.renderfarm().origin().parentBatchId());
    }

    boolean hasWords(Batch batch) {
        return words.isEmpty()
                || isIn(batch.id().value())
                || isIn(batch.renderfarm().terms().name())
                || isIn(batch.renderfarm().origin().inputFilename())
                || Stream.of(batch.metadata())
                        .flatMap(all -> all.values().stream())
                        .anyMatch(this::isIn);
    }

    private boolean isIn(@Nullable String text) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(words);
    }
}
