package dev.renderfarm.coordinator.fairness;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Where a batch stands among those of its tenant. The first is served first.
 *
 * @param priority the higher goes first
 * @param deadline by which it is wanted: of equal priority the earlier goes first, and one without goes last
 * @param since when it was handed in: the older goes first
 */
public record Rank(int priority, @Nullable Instant deadline, Instant since) implements Comparable<Rank> {

    private static final Comparator<Rank> IN_ORDER = comparing(Rank::priority)
            .reversed()
            .thenComparing(Rank::deadline, nullsLast(naturalOrder()))
            .thenComparing(Rank::since);

    @Override
    public int compareTo(Rank other) {
        return IN_ORDER.compare(this, other);
    }
}
