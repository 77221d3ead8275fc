package dev.renderfarm.coordinator.gallery;

import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks are wanted.
 *
 * @param state null for all
 * @param verdict of pictures that were rendered; null for all
 * @param customId verbatim; null for all
 */
public record TaskFilter(
        @Nullable TaskState state,
        @Nullable Verdict verdict,
        @Nullable String customId) {

    boolean takes(TaskView task) {
        return (state == null || task.state() == state)
                && (verdict == null || (task.state() == TaskState.COMPLETED && task.verdict() == verdict));
    }
}
