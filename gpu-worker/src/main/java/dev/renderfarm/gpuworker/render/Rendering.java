package dev.renderfarm.gpuworker.render;

import dev.renderfarm.gpuworker.stage.Stage;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A rendered micro-batch.
 *
 * @param pictures in the order of the requests
 * @param times of the micro-batch as a whole
 */
public record Rendering(List<Picture> pictures, Map<Stage, Duration> times) {

    public Rendering {
        pictures = List.copyOf(pictures);
        times = Map.copyOf(times);
    }

    /** The same, with what was done before it. */
    public Rendering after(Map<Stage, Duration> before) {
        if (before.isEmpty()) {
            return this;
        }
        Map<Stage, Duration> all = new EnumMap<>(before);
        all.putAll(times);
        return new Rendering(pictures, all);
    }
}
