package dev.renderfarm.diffusion.sampling;

import dev.renderfarm.common.model.FlowMatch;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.model.NoiseSchedule;
import dev.renderfarm.common.task.SchedulerKind;
import org.jspecify.annotations.Nullable;

/** A sampler, which says what each of any number of steps is. Tables are computed in 64 bits and then rounded. */
public sealed interface Schedule permits FlowMatchEuler, EulerSchedule, DdimSchedule, DpmSolverSchedule {

    /**
     * From all noise to none.
     *
     * @param steps forward passes of the model, at least 1
     */
    StepTable table(int steps);

    /**
     * Of a model.
     *
     * @param asked null for the model's usual one
     * @throws IllegalArgumentException if the model has no such sampler
     */
    static Schedule of(ModelManifest.Scheduler scheduler, @Nullable SchedulerKind asked) {
        SchedulerKind kind = asked == null ? scheduler.usual() : asked;
        if (scheduler instanceof FlowMatch flow && kind == SchedulerKind.FLOW_MATCH_EULER) {
            return new FlowMatchEuler(flow.shift());
        }
        if (scheduler instanceof NoiseSchedule noise) {
            return of(noise, kind);
        }
        throw new IllegalArgumentException("scheduler " + kind.wireName() + " is none of this model");
    }

    private static Schedule of(NoiseSchedule noise, SchedulerKind kind) {
        NoiseCurve curve = new NoiseCurve(noise);
        return switch (kind) {
            case EULER, EULER_KARRAS -> new EulerSchedule(curve, kind.isKarras(), false);
            case EULER_ANCESTRAL -> new EulerSchedule(curve, false, true);
            case DPMPP_2M, DPMPP_2M_KARRAS -> new DpmSolverSchedule(curve, kind.isKarras());
            case DDIM -> new DdimSchedule(curve, noise.setAlphaToOne());
            case FLOW_MATCH_EULER ->
                throw new IllegalArgumentException("scheduler " + kind.wireName() + " is none of this model");
        };
    }
}
