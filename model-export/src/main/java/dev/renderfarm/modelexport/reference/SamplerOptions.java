package dev.renderfarm.modelexport.reference;

import dev.renderfarm.common.model.FlowMatch;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.model.NoiseSchedule;
import dev.renderfarm.common.model.Prediction;
import dev.renderfarm.common.model.StepSpacing;
import dev.renderfarm.common.task.SchedulerKind;
import dev.renderfarm.diffusion.sampling.Schedule;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a run goes from noise to a picture, where that is not as the package says. */
final class SamplerOptions {

    @Option(
            names = "--shift",
            paramLabel = "S",
            description = "Of flow matching: shift of the noise schedule; the package's own where it is not given.")
    private @Nullable Double shift;

    @Option(
            names = "--scheduler",
            paramLabel = "KIND",
            description = "euler, euler_ancestral, dpmpp_2m or ddim; the package's own where it is not given.")
    private @Nullable String scheduler;

    @Option(names = "--karras", description = "With Karras' noise levels.")
    private boolean karras;

    @Option(names = "--spacing", paramLabel = "SPACING", description = "Of time steps: leading, trailing or linspace.")
    private @Nullable StepSpacing spacing;

    @Option(names = "--prediction", paramLabel = "WHAT", description = "What the network predicts: epsilon or v.")
    private @Nullable String prediction;

    @Option(
            names = "--guidance-rescale",
            defaultValue = "0",
            paramLabel = "R",
            description =
                    "Share of a guided prediction that gets the deviation it had before. 0, the default, is none.")
    private double rescale;

    double guidanceRescale() {
        return rescale;
    }

    /** @throws IllegalArgumentException where the model has no such sampler */
    Schedule schedule(ModelManifest manifest) {
        SchedulerKind kind = scheduler == null ? null : SchedulerKind.named(scheduler);
        if (manifest.scheduler() instanceof NoiseSchedule noise) {
            SchedulerKind usual = kind == null ? noise.kind() : kind;
            boolean spaced = karras || (kind == null && noise.karras()) || usual.isKarras();
            return Schedule.of(noise.with(prediction(), spacing), usual.withKarras(spaced));
        }
        if (karras || spacing != null || prediction != null) {
            throw new IllegalArgumentException(
                    "--karras, --spacing and --prediction are for Stable Diffusion, the package is of "
                            + manifest.family());
        }
        return Schedule.of(shift == null ? manifest.scheduler() : new FlowMatch(shift), kind);
    }

    private @Nullable Prediction prediction() {
        if (prediction == null) {
            return null;
        }
        return switch (prediction.toLowerCase(Locale.ROOT)) {
            case "epsilon" -> Prediction.EPSILON;
            case "v", "v_prediction" -> Prediction.V_PREDICTION;
            default -> throw new IllegalArgumentException("--prediction must be epsilon or v: " + prediction);
        };
    }
}
