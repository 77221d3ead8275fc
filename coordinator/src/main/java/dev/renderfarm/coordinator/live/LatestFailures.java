package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.task.TaskOutcome;
import dev.renderfarm.common.task.TaskResult;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest failures that workers have reported, at most so many, in the order in which they were written. Safe for several
 * threads.
 */
public final class LatestFailures {

    /** @param failed its outcome */
    record Failure(String id, TaskResult result, TaskOutcome.Failed failed) {}

    private final int most;
    private final Map<String, Place> places = new HashMap<>();
    private final NavigableMap<Place, Failure> oldestFirst = new TreeMap<>();

    /** Of a failure among all others, the same for whoever has read it. */
    private record Place(Instant at, String id) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : id.compareTo(other.id);
        }
    }

    public LatestFailures(int most) {
        this.most = most;
    }

    /**
     * @param id of the result's record
     * @param at when that was written
     */
    synchronized void note(String id, Instant at, TaskResult result, TaskOutcome.Failed failed) {
        Place place = new Place(at, id);
        if (places.putIfAbsent(id, place) == null) {
            oldestFirst.put(place, new Failure(id, result, failed));
        }
        if (oldestFirst.size() > most) {
            places.remove(oldestFirst.pollFirstEntry().getKey().id());
        }
    }

    /**
     * Newest first; empty where {@code after} is not known, or not any more.
     *
     * @param after list goes on after this one; null begins with the newest
     * @param limit at least 1
     * @param seen of which tasks
     */
    synchronized Optional<List<Failure>> list(@Nullable String after, int limit, Predicate<TaskId> seen) {
        Place last = after == null ? null : places.get(after);
        Failure lastOne = last == null ? null : oldestFirst.get(last);
        if (after != null && (lastOne == null || !seen.test(lastOne.result().taskId()))) {
            return Optional.empty();
        }
        NavigableMap<Place, Failure> older = last == null ? oldestFirst : oldestFirst.headMap(last, false);
        return Optional.of(older.descendingMap().values().stream()
                .filter(failure -> seen.test(failure.result().taskId()))
                .limit(limit)
                .toList());
    }
}
