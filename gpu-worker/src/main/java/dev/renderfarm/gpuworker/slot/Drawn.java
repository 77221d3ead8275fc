package dev.renderfarm.gpuworker.slot;

import dev.renderfarm.gpuworker.claim.ClaimedTask.Renderable;
import dev.renderfarm.gpuworker.render.Picture;
import dev.renderfarm.gpuworker.stage.Stage;
import dev.renderfarm.gpuworker.trace.Timeline;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A picture that is still to be stored.
 *
 * @param times what it took up to here
 * @param timeline where its further stages are noted; null where they need not be
 */
record Drawn(
        Renderable task,
        Picture picture,
        Map<Stage, Duration> times,
        @Nullable Timeline timeline) {}
