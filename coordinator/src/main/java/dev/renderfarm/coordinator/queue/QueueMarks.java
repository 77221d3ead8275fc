package dev.renderfarm.coordinator.queue;

import dev.renderfarm.coordinator.queue.QueueOffsets.GroupOffset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * How far the broker is with one model's tasks, by time: each look at the end of the topic leaves a mark, and once the
 * share group has passed it the broker has done with every task that was dispatched before. Bounded, however long the
 * queue stands: what is dropped makes answers later, never wrong. Safe for several threads.
 */
final class QueueMarks {

    /** From a decision of the ledger until its record is in the topic, at most: a transaction of the stream. */
    static final Duration UNDER_WAY = Duration.ofSeconds(30);

    static final int MOST = 256;

    private record Mark(Instant at, Map<Integer, Long> ends) {
        boolean isPassedBy(Map<Integer, GroupOffset> group) {
            return ends.entrySet().stream().allMatch(end -> {
                GroupOffset reached = group.get(end.getKey());
                return reached != null && (reached.idle() || reached.start() >= end.getValue());
            });
        }
    }

    private record Passed(Instant at, Instant seen) {}

    private final Deque<Mark> ahead = new ArrayDeque<>();
    private final Deque<Passed> passed = new ArrayDeque<>();

    /**
     * @param at before the ends were read
     * @param ends of the topic by partition
     * @param group read after the ends
     */
    synchronized void look(Instant at, Map<Integer, Long> ends, Map<Integer, GroupOffset> group) {
        ahead.addLast(new Mark(at, Map.copyOf(ends)));
        lastPassedBy(group).ifPresent(last -> {
            ahead.removeIf(mark -> !mark.at().isAfter(last));
            passed.addLast(new Passed(last, at));
        });
        if (ahead.size() > MOST) {
            dropEverySecond(ahead.iterator());
        }
        while (passed.size() > MOST) {
            passed.removeFirst();
        }
    }

    synchronized Optional<Instant> doneSince(Instant dispatchedAt) {
        Instant written = dispatchedAt.plus(UNDER_WAY);
        return passed.stream()
                .filter(mark -> !mark.at().isBefore(written))
                .map(Passed::seen)
                .findFirst();
    }

    /** What lies before it counts too: it can only be of a topic that has been made anew. */
    private Optional<Instant> lastPassedBy(Map<Integer, GroupOffset> group) {
        return ahead.stream()
                .filter(mark -> mark.isPassedBy(group))
                .map(Mark::at)
                .reduce((earlier, later) -> later);
    }

    private static void dropEverySecond(Iterator<Mark> marks) {
        while (marks.hasNext()) {
            marks.next();
            if (marks.hasNext()) {
                marks.next();
                marks.remove();
            }
        }
    }
}
