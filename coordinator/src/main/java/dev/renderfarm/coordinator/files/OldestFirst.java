package dev.renderfarm.coordinator.files;

import dev.renderfarm.common.id.FilePlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keys of descriptions from the oldest file on. The bucket lists them newest first, so one span of time after the other
 * is listed and turned round. Spans grow while they hold little and shrink where they hold too much: the work follows
 * what is taken, not the number of files.
 */
final class OldestFirst implements Iterator<PlacedKey> {

    private static final int MOST_OF_A_SPAN = 1_000;
    private static final int FACTOR = 8;
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Function<@Nullable FilePlace, Iterator<PlacedKey>> newestFirst;
    private final Instant end;
    private Deque<PlacedKey> read = new ArrayDeque<>();
    private FilePlace seen;
    private Instant from;
    private Duration span = Duration.ofHours(1);

    /**
     * @param newestFirst lists what stands after a place
     * @param after files up to this place are left out; null leaves none out
     */
    OldestFirst(Function<@Nullable FilePlace, Iterator<PlacedKey>> newestFirst, @Nullable FilePlace after) {
        this.newestFirst = newestFirst;
        this.from = after == null ? Instant.EPOCH : after.at();
        this.seen = after == null ? youngerThan(from) : after;
        Iterator<PlacedKey> all = newestFirst.apply(null);
        this.end = all.hasNext() ? all.next().place().at().plus(SHORTEST) : from;
    }

    /** All files that are at least that old stand after it. */
    private static FilePlace youngerThan(Instant at) {
        return FilePlace.before(at.minus(SHORTEST));
    }

    @Override
    public boolean hasNext() {
        while (read.isEmpty() && from.isBefore(end)) {
            readSpan();
        }
        return !read.isEmpty();
    }

    @Override
    public PlacedKey next() {
        hasNext();
        return read.removeFirst();
    }

    private void readSpan() {
        Instant to = from.plus(span);
        Deque<PlacedKey> found = new ArrayDeque<>();
        Iterator<PlacedKey> keys = newestFirst.apply(youngerThan(to));
        while (keys.hasNext()) {
            PlacedKey key = keys.next();
            if (key.place().compareTo(seen) >= 0) {
                break;
            }
            found.addFirst(key);
            if (found.size() > MOST_OF_A_SPAN && span.compareTo(SHORTEST) > 0) {
                span = shorter(span);
                return;
            }
        }
        read = found;
        seen = youngerThan(to);
        from = to;
        if (found.size() < MOST_OF_A_SPAN / FACTOR) {
            span = span.multipliedBy(FACTOR);
        }
    }

    private static Duration shorter(Duration span) {
        Duration part = Duration.ofMillis(span.toMillis() / FACTOR);
        return part.compareTo(SHORTEST) < 0 ? SHORTEST : part;
    }
}
