package dev.renderfarm.modelexport.calibration;

import dev.renderfarm.diffusion.sampling.StepTable;
import dev.renderfarm.modelexport.calibration.CalibrationProgress.Stage;
import dev.renderfarm.modelexport.calibration.Denoiser.Caption;
import dev.renderfarm.modelexport.calibration.Denoiser.Observation;
import dev.renderfarm.modelexport.calibration.ReferenceRun.Trajectory;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a transformer from noise to latents on calibration samples: first the whole one, whose heads are observed on the
 * way, then a changed one from the same noise. Without guidance: what guidance would add is another pass on another
 * caption.
 */
final class Calibration {

    private final StepTable table;
    private final List<Sample> samples;
    private final StepTimer timer;
    private final CalibrationProgress progress;

    Calibration(StepTable table, List<Sample> samples, StepTimer timer, CalibrationProgress progress) {
        this.table = table;
        this.samples = List.copyOf(samples);
        this.timer = timer;
        this.progress = progress;
    }

    /**
     * Runs the whole transformer.
     *
     * @throws CalibrationException if it computes infinities or NaN
     */
    ReferenceRun observe(Denoiser whole) {
        List<Trajectory> trajectories = new ArrayList<>();
        MeanEntropies entropies = new MeanEntropies();
        for (Sample sample : samples) {
            trajectories.add(observe(whole, sample, entropies));
            progress.done(Stage.WHOLE, trajectories.size(), samples.size());
        }
        return new ReferenceRun(entropies.mean(), trajectories, secondsPerStep(whole));
    }

    /** Runs a changed transformer: each step once from where the whole one was, and all steps on its own. */
    Comparison compare(Denoiser changed, ReferenceRun reference) {
        RelativeChange.Sum velocity = new RelativeChange.Sum();
        RelativeChange.Sum latents = new RelativeChange.Sum();
        for (int i = 0; i < samples.size(); i++) {
            Caption caption = samples.get(i).caption;
            Trajectory whole = reference.trajectories().get(i);
            float[] own = samples.get(i).noise;
            for (int step = 0; step < table.length(); step++) {
                float[] there = changed.velocity(
                        whole.latents().get(step), table.step(step).time(), caption);
                velocity.add(there, whole.velocities().get(step));
                // both start from the same noise
                float[] here = step == 0
                        ? there
                        : changed.velocity(own, table.step(step).time(), caption);
                own = after(step, own, here);
            }
            latents.add(own, whole.latents().get(table.length()));
            progress.done(Stage.CHANGED, i + 1, samples.size());
        }
        return new Comparison(velocity.total(), latents.total(), secondsPerStep(changed));
    }

    private Trajectory observe(Denoiser whole, Sample sample, MeanEntropies entropies) {
        List<float[]> latents = new ArrayList<>(List.of(sample.noise));
        List<float[]> velocities = new ArrayList<>();
        for (int step = 0; step < table.length(); step++) {
            Observation seen = whole.observe(latents.get(step), table.step(step).time(), sample.caption);
            requireFinite(seen.velocity());
            entropies.add(seen.entropies());
            velocities.add(seen.velocity());
            latents.add(after(step, latents.get(step), seen.velocity()));
        }
        return new Trajectory(latents, velocities);
    }

    private float[] after(int step, float[] latents, float[] velocity) {
        float[] next = latents.clone();
        table.step(step).advance(next, velocity, null, null);
        return next;
    }

    private double secondsPerStep(Denoiser denoiser) {
        Sample sample = samples.get(0);
        return timer.median(() -> denoiser.velocity(sample.noise, table.step(0).time(), sample.caption));
    }

    private static void requireFinite(float[] velocity) {
        for (float value : velocity) {
            if (!Float.isFinite(value)) {
                throw new CalibrationException(
                        "the whole transformer computes infinities or NaN, so that its heads cannot be"
                                + " compared: is the checkpoint sound?");
            }
        }
    }

    /** Where a run begins. */
    record Sample(Caption caption, float[] noise) {}
}
