package dev.renderfarm.common.model;

import dev.renderfarm.common.task.SchedulerKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Diffusion over a fixed number of noise levels, of which a sampler takes some.
 *
 * @param kind where a request asks for none; without Karras' noise levels, of which {@code karras} tells
 * @param stepsOffset added to time steps of leading spacing
 * @param setAlphaToOne whether DDIM's last step ends without any noise; else it ends at the least of the training
 * @param betas variances of the training's steps
 * @param also what a request may ask for besides
 */
public record NoiseSchedule(
        SchedulerKind kind,
        Prediction prediction,
        StepSpacing spacing,
        int stepsOffset,
        boolean karras,
        boolean setAlphaToOne,
        Betas betas,
        List<SchedulerKind> also)
        implements ModelManifest.Scheduler {

    private static final int MOST_TRAINING_STEPS = 100_000;

    public NoiseSchedule {
        ModelManifest.require(kind != null, "scheduler.kind is missing");
        ModelManifest.require(prediction != null, "scheduler.prediction is missing");
        ModelManifest.require(spacing != null, "scheduler.spacing is missing");
        ModelManifest.require(betas != null, "scheduler.betas is missing");
        ModelManifest.require(
                kind != SchedulerKind.FLOW_MATCH_EULER && !kind.isKarras(),
                "scheduler.kind must be euler, euler_ancestral, dpmpp_2m or ddim: " + kind.wireName());
        ModelManifest.require(stepsOffset >= 0, "scheduler.steps_offset must not be negative: " + stepsOffset);
        kind.withKarras(karras);
        also = also == null ? List.of() : List.copyOf(also);
        ModelManifest.require(
                !also.contains(SchedulerKind.FLOW_MATCH_EULER), "scheduler.also cannot hold flow_match_euler");
    }

    @Override
    public SchedulerKind usual() {
        return kind.withKarras(karras);
    }

    @Override
    public List<SchedulerKind> kinds() {
        Set<SchedulerKind> kinds = EnumSet.of(usual());
        kinds.addAll(also);
        return List.copyOf(kinds);
    }

    /** The same with other choices than the package's, for comparisons. */
    public NoiseSchedule with(@Nullable Prediction otherPrediction, @Nullable StepSpacing otherSpacing) {
        return new NoiseSchedule(
                kind,
                otherPrediction == null ? prediction : otherPrediction,
                otherSpacing == null ? spacing : otherSpacing,
                stepsOffset,
                karras,
                setAlphaToOne,
                betas,
                also);
    }

    /**
     * @param kind {@code scaled_linear}: squares of equally spaced roots
     * @param steps of the training
     */
    public record Betas(String kind, double start, double end, int steps) {

        public static final String SCALED_LINEAR = "scaled_linear";

        public Betas {
            ModelManifest.require(
                    SCALED_LINEAR.equals(kind), "scheduler.betas.kind must be " + SCALED_LINEAR + ": " + kind);
            ModelManifest.require(
                    start > 0 && end > start && end < 1,
                    String.format(Locale.ROOT, "scheduler.betas must rise within 0 and 1: %s to %s", start, end));
            ModelManifest.require(
                    steps >= 2 && steps <= MOST_TRAINING_STEPS,
                    "scheduler.betas.steps must be from 2 to " + MOST_TRAINING_STEPS + ": " + steps);
        }
    }
}
