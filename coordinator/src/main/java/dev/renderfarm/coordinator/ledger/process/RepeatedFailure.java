package dev.renderfarm.coordinator.ledger.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a failure that comes again and again for the same reason from one that passes. The reason is where and as what the
 * root cause was thrown. What broker, disk or Java machine bring about counts as passing: they recover, or the process is
 * restarted. Safe for several threads.
 */
final class RepeatedFailure {

    static final int MOST = 5;
    static final Duration WITHIN = Duration.ofMinutes(5);

    private static final List<String> PASSING = List.of("org.apache.kafka.", "org.rocksdb.", "java.io.", "java.nio.");

    private final InstantSource clock;
    private final Map<String, Deque<Instant>> times = new HashMap<>();
    private @Nullable String verdict;

    RepeatedFailure(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether this was the {@value #MOST}th failure for the same reason within five minutes. */
    synchronized boolean isHopelessAfter(Throwable failure) {
        Throwable root = root(failure);
        if (passes(root)) {
            return false;
        }
        Instant now = clock.instant();
        times.values().removeIf(old -> old.getLast().isBefore(now.minus(WITHIN)));
        Deque<Instant> same = times.computeIfAbsent(reason(root), reason -> new ArrayDeque<>());
        same.addLast(now);
        while (same.getFirst().isBefore(now.minus(WITHIN))) {
            same.removeFirst();
        }
        if (same.size() >= MOST) {
            verdict = "the ledger failed " + MOST + " times for the same reason and is not started again: "
                    + beneathKafka(failure);
        }
        return verdict != null;
    }

    /** Why the ledger is not started again; empty while it is. */
    synchronized Optional<String> verdict() {
        return Optional.ofNullable(verdict);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean passes(Throwable root) {
        return root instanceof VirtualMachineError
                || (PASSING.stream().anyMatch(root.getClass().getName()::startsWith)
                        && !(root instanceof RecordTooLargeException));
    }

    private static String reason(Throwable root) {
        StackTraceElement[] frames = root.getStackTrace();
        return root.getClass().getName() + (frames.length == 0 ? "" : " " + frames[0]);
    }

    /** What Kafka's own exceptions were wrapped around. */
    private static Throwable beneathKafka(Throwable failure) {
        Throwable beneath = failure;
        while (beneath.getClass().getName().startsWith("org.apache.kafka.") && beneath.getCause() != null) {
            beneath = beneath.getCause();
        }
        return beneath;
    }
}
