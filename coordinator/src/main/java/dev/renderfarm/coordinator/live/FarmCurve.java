package dev.renderfarm.coordinator.live;

import dev.renderfarm.common.api.FarmView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What came back from workers in the last hour, in points of ten seconds. Safe for several threads. */
public final class FarmCurve {

    static final int SECONDS_PER_POINT = 10;
    static final int POINTS = 360;

    private final InstantSource clock;
    private final int[] rendered = new int[POINTS];
    private final int[] failed = new int[POINTS];
    private long newest;

    public FarmCurve(InstantSource clock) {
        this.clock = clock;
        this.newest = now();
    }

    /** When the oldest of its points begins. */
    synchronized Instant begin() {
        return Instant.ofEpochSecond((forward() - POINTS + 1) * SECONDS_PER_POINT);
    }

    /** @param at when the result was written; of before the curve it is not counted */
    synchronized void rendered(Instant at) {
        count(rendered, at);
    }

    /** @param at when the result was written; of before the curve it is not counted */
    synchronized void failed(Instant at) {
        count(failed, at);
    }

    /** Clocks of others may be ahead. */
    private void count(int[] points, Instant at) {
        long last = forward();
        long point = Math.min(last, point(at));
        if (point > last - POINTS) {
            points[place(point)]++;
        }
    }

    synchronized FarmView.Curve view() {
        long last = forward();
        List<Integer> pictures = new ArrayList<>(POINTS);
        List<Integer> failures = new ArrayList<>(POINTS);
        for (long point = last - POINTS + 1; point <= last; point++) {
            pictures.add(rendered[place(point)]);
            failures.add(failed[place(point)]);
        }
        Instant from = Instant.ofEpochSecond((last - POINTS + 1) * SECONDS_PER_POINT);
        return new FarmView.Curve(from, SECONDS_PER_POINT, pictures, failures);
    }

    /** Clears the points that have begun since. A clock that goes back stays in the newest. */
    private long forward() {
        long now = Math.max(newest, now());
        for (long point = Math.max(newest + 1, now - POINTS + 1); point <= now; point++) {
            rendered[place(point)] = 0;
            failed[place(point)] = 0;
        }
        newest = now;
        return now;
    }

    private long now() {
        return point(clock.instant());
    }

    private static long point(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), (long) SECONDS_PER_POINT);
    }

    private static int place(long point) {
        return (int) Math.floorMod(point, (long) POINTS);
    }
}
