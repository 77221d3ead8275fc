package dev.renderfarm.coordinator.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts by name what may happen so often a second, with some in advance. Of the names only those that came last are
 * remembered. Safe for several threads.
 */
public final class RequestPace {

    private static final class Bucket {
        private double left;
        private Instant seen;

        private Bucket(double left, Instant seen) {
            this.left = left;
            this.seen = seen;
        }
    }

    private final double perSecond;
    private final int burst;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets;

    /** @param most names that are remembered */
    public RequestPace(double perSecond, int burst, int most, InstantSource clock) {
        if (perSecond <= 0 || burst < 1) {
            throw new IllegalArgumentException(
                    "at least one at a time, and more than none a second: " + burst + ", " + perSecond);
        }
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > most;
            }
        };
    }

    /** Counts one more; where that is too often, after how long it may be tried again. */
    public synchronized Optional<Duration> take(String name) {
        Bucket bucket = filled(name);
        if (bucket.left >= 1) {
            bucket.left -= 1;
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis((long) Math.ceil((1 - bucket.left) / perSecond * 1_000)));
    }

    /** How many names are remembered. */
    synchronized int size() {
        return buckets.size();
    }

    private Bucket filled(String name) {
        Instant now = clock.instant();
        Bucket bucket = buckets.computeIfAbsent(name, first -> new Bucket(burst, now));
        double passed = Math.max(0, Duration.between(bucket.seen, now).toNanos() / 1e9);
        bucket.left = Math.min(burst, bucket.left + passed * perSecond);
        bucket.seen = now;
        return bucket;
    }
}
