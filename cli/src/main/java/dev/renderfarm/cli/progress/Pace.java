package dev.renderfarm.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How fast pictures settle, over the last {@link #WINDOW}. Not thread-safe. */
final class Pace {

    static final Duration WINDOW = Duration.ofSeconds(20);

    private record Mark(Instant time, int settled) {}

    private final Deque<Mark> marks = new ArrayDeque<>();

    void mark(Instant time, int settled) {
        marks.addLast(new Mark(time, settled));
        while (marks.size() > 2 && marks.getFirst().time().isBefore(time.minus(WINDOW))) {
            marks.removeFirst();
        }
    }

    /** Pictures per second; 0 until it can be told. */
    double perSecond() {
        if (marks.size() < 2) {
            return 0;
        }
        double seconds =
                Duration.between(marks.getFirst().time(), marks.getLast().time())
                                .toNanos()
                        / 1e9;
        int settled = marks.getLast().settled() - marks.getFirst().settled();
        return seconds <= 0 ? 0 : settled / seconds;
    }

    /** Time that so many pictures will take; empty until it can be told. */
    Optional<Duration> timeFor(int pictures) {
        double pace = perSecond();
        return pace <= 0 ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(1000 * pictures / pace)));
    }
}
