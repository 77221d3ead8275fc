package dev.renderfarm.gpuworker.trace;

import dev.renderfarm.gpuworker.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The stages that a task has gone through, one after the other. For one thread at a time. */
public final class Timeline {

    private final InstantSource clock;
    private final List<Lap> laps = new ArrayList<>(Stage.values().length);

    public Timeline(InstantSource clock) {
        this.clock = clock;
    }

    /** One stage, and when it was. */
    public record Lap(Stage stage, Instant from, Instant to) {

        public Lap {
            if (to.isBefore(from)) {
                throw new IllegalArgumentException(stage + " ends at " + to + ", before it begins at " + from);
            }
        }
    }

    /** Stages that followed one another without a pause, in the order of the flow, and have just ended. */
    public void passed(Map<Stage, Duration> times) {
        Duration all = times.values().stream().map(Timeline::ahead).reduce(Duration.ZERO, Duration::plus);
        Instant from = clock.instant().minus(all);
        for (Map.Entry<Stage, Duration> time : new EnumMap<>(times).entrySet()) {
            Instant to = from.plus(ahead(time.getValue()));
            laps.add(new Lap(time.getKey(), from, to));
            from = to;
        }
    }

    /** A clock that was set back meanwhile makes a time negative: nothing is known of it. */
    private static Duration ahead(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /** In the order of time. */
    public List<Lap> laps() {
        return List.copyOf(laps);
    }
}
