package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.Likeness;
import dev.renderfarm.common.task.Rejection;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.task.Shortfall;
import dev.renderfarm.common.task.StoredImage;
import dev.renderfarm.common.task.TaskState;
import dev.renderfarm.common.task.Verdict;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which pictures look like another one of their line. Pictures of different lines are never compared: who asks for the same
 * thing twice gets it twice. The one whose result comes first stays.
 *
 * @param distance bits in which the hashes of such pictures differ at most
 */
public record NearDuplicates(int distance) {

    /** As many as a line may ask for. */
    private static final int MOST_OF_A_LINE = (int) RequestField.N.range().most();

    private static final double DIGITS = 1_000;

    public NearDuplicates {
        if (distance < 0 || distance >= Likeness.BITS / 2) {
            throw new IllegalArgumentException("near-duplicates differ in 0 to " + (Likeness.BITS / 2 - 1) + " bits of "
                    + Likeness.BITS + ": " + distance);
        }
    }

    /**
     * Why the picture is one: the other one of its line that it looks like. Looks at no more tasks than a line has.
     *
     * @param tasks of the batch
     */
    Optional<Rejection> find(TaskId task, StoredImage image, Function<TaskId, @Nullable TaskEntry> tasks) {
        Likeness likeness = image.likeness();
        if (likeness == null || likeness.variant() == null) {
            return Optional.empty();
        }
        int first = first(task, likeness.variant());
        for (int index = Math.max(0, first); index < first + MOST_OF_A_LINE; index++) {
            TaskEntry other = index == task.index() ? null : tasks.apply(new TaskId(task.batchId(), index));
            Optional<Rejection> alike = other == null ? Optional.empty() : compare(likeness, first, other);
            if (alike.isPresent()) {
                return alike;
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the decision is that a picture is one: an attempt has ended by it. What only counts what a report used has found
     * nothing.
     *
     * @param before the task as it was
     */
    public static boolean isFoundBy(Decision decision, Function<TaskId, @Nullable TaskEntry> before) {
        TaskEntry task = decision.task();
        if (task == null || task.ended().isEmpty() || !isAlike(task)) {
            return false;
        }
        TaskEntry known = before.apply(task.id());
        return known == null || !task.ended().equals(known.ended());
    }

    private static boolean isAlike(TaskEntry task) {
        StoredImage kept = task.image();
        return task.ended().get(task.ended().size() - 1).code() == FailureCode.NEAR_DUPLICATE
                || (kept != null && kept.rejected() != null && kept.rejected().code() == FailureCode.NEAR_DUPLICATE);
    }

    private Optional<Rejection> compare(Likeness likeness, int first, TaskEntry other) {
        StoredImage image = other.image();
        Likeness others = image == null ? null : image.likeness();
        if (image == null
                || others == null
                || others.variant() == null
                || first(other.id(), others.variant()) != first
                || other.state() != TaskState.COMPLETED
                || other.verdict() == Verdict.REJECTED
                || likeness.distance(others) > distance) {
            return Optional.empty();
        }
        int bits = likeness.distance(others);
        String name = image.key().substring(image.key().lastIndexOf('/') + 1);
        return Optional.of(new Rejection(
                FailureCode.NEAR_DUPLICATE,
                "looks like " + name + ": " + bits + " of " + Likeness.BITS
                        + " bits of their hashes differ; another seed or prompt may help",
                new Shortfall(1, excess(bits))));
    }

    private double excess(int bits) {
        return Math.rint((1 - bits / (distance + 1.0)) * DIGITS) / DIGITS;
    }

    /** Index of the line's first picture: those of a line follow one another. */
    private static int first(TaskId task, int variant) {
        return task.index() - variant + 1;
    }
}
