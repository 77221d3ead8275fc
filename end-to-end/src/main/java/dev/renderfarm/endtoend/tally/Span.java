package dev.renderfarm.endtoend.tally;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A time from one instant, inclusive, to another, exclusive. */
public record Span(Instant from, Instant to) {

    public Span {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a span ends before it begins: " + from + " to " + to);
        }
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    public boolean holds(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(to);
    }

    /** How much of the two is in both. */
    public Duration overlap(Span other) {
        Instant begin = from.isAfter(other.from) ? from : other.from;
        Instant end = to.isBefore(other.to) ? to : other.to;
        return begin.isBefore(end) ? Duration.between(begin, end) : Duration.ZERO;
    }

    /** The times that any of them covers, apart from one another and in order. */
    static List<Span> union(Collection<Span> spans) {
        List<Span> apart = new ArrayList<>();
        for (Span span : spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
            Span last = apart.isEmpty() ? null : apart.get(apart.size() - 1);
            if (last == null || span.from.isAfter(last.to)) {
                apart.add(span);
            } else if (span.to.isAfter(last.to)) {
                apart.set(apart.size() - 1, new Span(last.from, span.to));
            }
        }
        return apart;
    }
}
