package dev.renderfarm.coordinator.files;

import dev.renderfarm.common.id.FilePlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keys of descriptions from the oldest file on. The bucket lists them newest first, so one span of time after the other
 * is listed and turned round. A span that holds too much is halved, and so is the way to the next file: listings grow
 * with the logarithm of the time that files are spread over, and not with their number.
 */
final class OldestFirst implements Iterator<PlacedKey> {

    /** As many uploads as one answer of a server lists, and some room. */
    private static final int MOST_OF_A_SPAN = 400;

    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Function<@Nullable FilePlace, Iterator<PlacedKey>> newestFirst;
    private final Instant end;
    private Deque<PlacedKey> read = new ArrayDeque<>();
    private FilePlace seen;
    private Instant from;
    private Instant to;
    /** There is a file between {@code from} and this, or nothing at all. */
    private Instant known;

    /**
     * @param newestFirst lists what stands after a place
     * @param after files up to this place are left out; null leaves none out
     */
    OldestFirst(Function<@Nullable FilePlace, Iterator<PlacedKey>> newestFirst, @Nullable FilePlace after) {
        this.newestFirst = newestFirst;
        this.from = after == null ? Instant.EPOCH.plus(SHORTEST) : after.at();
        this.seen = after == null ? youngerThan(from) : after;
        Iterator<PlacedKey> all = newestFirst.apply(null);
        this.end = all.hasNext() ? all.next().place().at().plus(SHORTEST) : from;
        this.to = end;
        this.known = end;
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
        if (!hasNext()) {
            throw new NoSuchElementException("no more files");
        }
        return read.removeFirst();
    }

    private void readSpan() {
        boolean shortest = !from.plus(SHORTEST).isBefore(to);
        Deque<PlacedKey> found = listed(shortest ? Integer.MAX_VALUE : MOST_OF_A_SPAN + 1);
        if (found.size() > MOST_OF_A_SPAN && !shortest) {
            known = earlier(to, found.getFirst().place().at().plus(SHORTEST));
            to = middle();
        } else {
            goOn(found);
        }
    }

    /** Oldest first, of the span's newest files. */
    private Deque<PlacedKey> listed(int most) {
        Deque<PlacedKey> found = new ArrayDeque<>();
        Iterator<PlacedKey> keys = newestFirst.apply(youngerThan(to));
        while (found.size() < most && keys.hasNext()) {
            PlacedKey key = keys.next();
            if (key.place().compareTo(seen) >= 0) {
                break;
            }
            found.addFirst(key);
        }
        return found;
    }

    private void goOn(Deque<PlacedKey> found) {
        Duration span = Duration.between(from, to);
        read = found;
        seen = youngerThan(to);
        from = to;
        if (found.isEmpty() && from.isBefore(known)) {
            to = middle();
        } else {
            known = end;
            to = earlier(end, from.plus(span.multipliedBy(2)));
        }
    }

    private Instant middle() {
        Duration half = Duration.ofMillis(Duration.between(from, known).toMillis() / 2);
        return from.plus(half.compareTo(SHORTEST) < 0 ? SHORTEST : half);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
