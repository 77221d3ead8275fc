package dev.renderfarm.coordinator.gallery;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.task.RenderItem;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import dev.renderfarm.coordinator.batch.TaskDirectory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are wanted.
 *
 * @param state null for all
 * @param verdict of pictures that were rendered; null for all
 * @param customId verbatim; null for all
 * @param words all of which stand in the id, the picture's name or the prompt, whatever their case; none for all
 */
public record TaskFilter(
        @Nullable TaskState state,
        @Nullable Verdict verdict,
        @Nullable String customId,
        List<String> words) {

    public TaskFilter {
        words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    /** Whether the lines have to be read to know what is wanted. */
    boolean asksForLines() {
        return customId != null || !words.isEmpty();
    }

    boolean takes(RenderItem item) {
        if (customId != null && !item.customId().equals(customId)) {
            return false;
        }
        List<String> texts = Stream.of(
                        item.customId(), item.imageName().value(), item.image().prompt())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .toList();
        return words.stream().allMatch(word -> texts.stream().anyMatch(text -> text.contains(word)));
    }

    boolean takes(TaskView task) {
        return TaskDirectory.takes(task, state, verdict);
    }
}
