package dev.renderfarm.common.model;

import dev.renderfarm.common.task.SchedulerKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flow matching along straight lines from noise to pictures.
 *
 * @param type {@code flow_match_euler}
 * @param shift of the noise schedule
 */
public record FlowMatch(@Nullable String type, double shift) implements ModelManifest.Scheduler {

    public FlowMatch {
        String only = SchedulerKind.FLOW_MATCH_EULER.wireName();
        ModelManifest.require(only.equals(type), "scheduler.type must be " + only + ": " + type);
        ModelManifest.require(shift > 0, "scheduler.shift must be positive: " + shift);
    }

    /** Sampled by Euler's method. */
    public FlowMatch(double shift) {
        this(SchedulerKind.FLOW_MATCH_EULER.wireName(), shift);
    }

    @Override
    public SchedulerKind usual() {
        return SchedulerKind.FLOW_MATCH_EULER;
    }

    @Override
    public List<SchedulerKind> kinds() {
        return List.of(usual());
    }
}
