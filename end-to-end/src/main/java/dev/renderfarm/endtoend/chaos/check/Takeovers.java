package dev.renderfarm.endtoend.chaos.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How long after a worker's death somebody else has begun with what it had in hand. */
public final class Takeovers {

    private final List<Seen> heartbeats;
    private final List<Seen> results;
    private final Set<String> unreliable;

    /** @param unreliable workers whose clocks tell nothing */
    public Takeovers(List<Seen> seen, Set<String> unreliable) {
        this.heartbeats =
                seen.stream().filter(record -> record.topic().equals("workers")).toList();
        this.results = seen.stream()
                .filter(record -> record.topic().equals("results"))
                .filter(result -> !unreliable.contains(result.text("/worker_id")))
                .toList();
        this.unreliable = Set.copyOf(unreliable);
    }

    /**
     * Of each task that it had in hand, as its last heartbeat told, and that was not reported by then.
     *
     * @param diedAt by the clock of the machine
     * @param nanoTime the same moment by the recorder's clock
     */
    public List<Duration> after(String worker, Instant diedAt, long nanoTime) {
        List<Duration> times = new ArrayList<>();
        if (unreliable.contains(worker)) {
            return times;
        }
        for (String task : held(worker, nanoTime)) {
            boolean reported = results.stream()
                    .filter(result -> result.text("/task_id").equals(task))
                    .anyMatch(result -> result.arrivedAt() - nanoTime <= 0);
            if (!reported) {
                results.stream()
                        .filter(result -> result.text("/task_id").equals(task))
                        .map(result -> result.text("/started_at"))
                        .filter(text -> !text.isEmpty())
                        .map(text -> Duration.between(diedAt, Instant.parse(text)))
                        .filter(time -> !time.isNegative())
                        .sorted()
                        .findFirst()
                        .ifPresent(times::add);
            }
        }
        return times;
    }

    private Set<String> held(String worker, long nanoTime) {
        Set<String> held = new TreeSet<>();
        for (Seen heartbeat : heartbeats) {
            if (heartbeat.text("/worker_id").equals(worker) && heartbeat.arrivedAt() - nanoTime <= 0) {
                held.clear();
                heartbeat.value().at("/tasks_held").forEach(task -> held.add(task.asText()));
            }
        }
        return held;
    }
}
