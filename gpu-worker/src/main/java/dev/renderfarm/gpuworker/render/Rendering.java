package dev.renderfarm.gpuworker.render;

import dev.renderfarm.gpuworker.stage.Stage;
import java.time.Duration;
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
}
