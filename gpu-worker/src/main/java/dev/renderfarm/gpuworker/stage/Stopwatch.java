package dev.renderfarm.gpuworker.stage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/** Measures stages that follow one another. Runs from its creation. For one thread. */
public final class Stopwatch {

    private final InstantSource clock;
    private final Map<Stage, Duration> times = new EnumMap<>(Stage.class);
    private Instant lapStart;

    public Stopwatch(InstantSource clock) {
        this.clock = clock;
        this.lapStart = clock.instant();
    }

    /** Counts the time since the last lap towards that stage. */
    public void lap(Stage stage) {
        Instant now = clock.instant();
        times.merge(stage, Duration.between(lapStart, now), Duration::plus);
        lapStart = now;
    }

    /** What was measured so far. */
    public Map<Stage, Duration> times() {
        return Map.copyOf(times);
    }
}
