package dev.renderfarm.coordinator.ledger.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells a failure that comes again and again for the same reason from one that passes. The reason is where and as what
 * the root cause was thrown. What Kafka or the Java machine itself throws counts as passing: both recover, or are
 * restarted. Safe for several threads.
 */
final class RepeatedFailure {

    static final int MOST = 5;
    static final Duration WITHIN = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Deque<Instant> times = new ArrayDeque<>();
    private @Nullable String reason;
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
        String now = root.getClass().getName() + " " + place(root);
        if (!now.equals(reason)) {
            reason = now;
            times.clear();
        }
        times.addLast(clock.instant());
        while (times.getFirst().isBefore(times.getLast().minus(WITHIN))) {
            times.removeFirst();
        }
        if (times.size() >= MOST) {
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
        return root instanceof VirtualMachineError || isKafkas(root);
    }

    /** What Kafka's own exceptions were wrapped around. */
    private static Throwable beneathKafka(Throwable failure) {
        Throwable beneath = failure;
        while (isKafkas(beneath) && beneath.getCause() != null) {
            beneath = beneath.getCause();
        }
        return beneath;
    }

    private static boolean isKafkas(Throwable failure) {
        return failure.getClass().getName().startsWith("org.apache.kafka.");
    }

    private static String place(Throwable root) {
        StackTraceElement[] frames = root.getStackTrace();
        return frames.length == 0 ? "" : frames[0].toString();
    }
}
