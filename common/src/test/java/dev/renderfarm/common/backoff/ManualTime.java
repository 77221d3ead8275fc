package dev.renderfarm.common.backoff;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A clock that tests move, and that sleeping moves too. */
public final class ManualTime implements InstantSource, Sleeper {

    private final List<Duration> sleeps = new ArrayList<>();
    private Instant now;
    private Runnable onSleep = () -> {};

    public ManualTime(Instant start) {
        this.now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    /** Has that done whenever somebody sleeps. */
    public synchronized void whenSleeping(Runnable action) {
        onSleep = action;
    }

    @Override
    public synchronized void sleep(Duration time) {
        sleeps.add(time);
        advance(time);
        onSleep.run();
    }

    public synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
