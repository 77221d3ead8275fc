package dev.renderfarm.coordinator.archive;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import dev.renderfarm.coordinator.batch.TaskLetters;
import dev.renderfarm.coordinator.items.ItemPages;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A choice among the tasks of some batches. Immutable. */
final class ChosenTasks {

    private final @Nullable Verdict review;
    private final @Nullable Map<BatchId, BitSet> wanted;

    private ChosenTasks(@Nullable Verdict review, @Nullable Map<BatchId, BitSet> wanted) {
        this.review = review;
        this.wanted = wanted;
    }

    /**
     * Reads all items of the family where tasks are chosen.
     *
     * @param family of which the choice names tasks of the first
     */
    static ChosenTasks of(ArchiveChoice choice, List<BatchId> family, TaskDirectory tasks, ItemPages items) {
        TaskRanges chosen = choice.tasks();
        if (chosen == null) {
            return new ChosenTasks(choice.review(), null);
        }
        BatchId first = family.get(0);
        Set<String> skus = new HashSet<>();
        chosen.indexes(tasks.letters(first).total()).forEach(index -> items.item(first, index)
                .<Optional<String>>fold(item -> Optional.of(item.customId()), lost -> Optional.empty())
                .ifPresent(skus::add));
        Map<BatchId, BitSet> wanted = new HashMap<>();
        for (BatchId batch : family) {
            wanted.put(batch, indexes(batch, tasks.letters(batch).total(), skus, items));
        }
        return new ChosenTasks(choice.review(), wanted);
    }

    private static BitSet indexes(BatchId batch, int total, Set<String> skus, ItemPages items) {
        BitSet found = new BitSet();
        for (int part = 0; part * ObjectKeys.PART_SIZE < total; part++) {
            items.indexes(batch, part, item -> skus.contains(item.customId())).forEach(found::set);
        }
        return found;
    }

    /** Whether a task of a batch of the family is completed and chosen. */
    boolean has(BatchId batch, TaskLetters letters, int index) {
        return letters.isCompleted(index)
                && (review == null || letters.isJudged(index, review))
                && (wanted == null || wanted.getOrDefault(batch, new BitSet()).get(index));
    }
}
