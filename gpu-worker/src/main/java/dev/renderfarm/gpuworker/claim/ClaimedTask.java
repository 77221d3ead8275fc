package dev.renderfarm.gpuworker.claim;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.Traceparent;
import dev.renderfarm.common.task.RenderTask;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A task that this worker holds until it acknowledges it. */
public sealed interface ClaimedTask {

    TaskId taskId();

    /** The attempt that a result is reported for. */
    int attempt();

    Instant claimedAt();

    /** Of its batch; null where that is not traced. */
    @Nullable
    Traceparent traceparent();

    <R> R fold(Function<Renderable, R> onRenderable, Function<Unreadable, R> onUnreadable);

    /**
     * @param deliveries how often the broker has handed it out, this time included
     * @param queuedAt when it was put on the topic
     */
    record Renderable(RenderTask task, int deliveries, Instant queuedAt, Instant claimedAt) implements ClaimedTask {
        @Override
        public TaskId taskId() {
            return task.taskId();
        }

        @Override
        public int attempt() {
            return task.attempt();
        }

        @Override
        public @Nullable Traceparent traceparent() {
            return task.traceparent();
        }

        @Override
        public <R> R fold(Function<Renderable, R> onRenderable, Function<Unreadable, R> onUnreadable) {
            return onRenderable.apply(this);
        }
    }

    /**
     * A record whose key names a task but whose value does not say what to render, such as one from a newer release.
     *
     * @param attempt as its event says, 1 where it does not
     * @param problem for people
     */
    record Unreadable(TaskId taskId, int attempt, String problem, Instant claimedAt) implements ClaimedTask {

        @Override
        public @Nullable Traceparent traceparent() {
            return null;
        }

        @Override
        public <R> R fold(Function<Renderable, R> onRenderable, Function<Unreadable, R> onUnreadable) {
            return onUnreadable.apply(this);
        }
    }
}
