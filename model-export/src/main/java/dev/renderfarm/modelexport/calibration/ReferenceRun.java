package dev.renderfarm.modelexport.calibration;

import java.util.List;

/**
 * What a whole transformer did on the calibration prompts.
 *
 * @param entropies of each head of each main layer, 0 to 1, the mean of all prompts and steps
 * @param trajectories of each prompt
 * @param secondsPerStep of the first prompt, median
 */
public record ReferenceRun(List<List<Double>> entropies, List<Trajectory> trajectories, double secondsPerStep) {

    public ReferenceRun {
        entropies = entropies.stream().map(List::copyOf).toList();
        trajectories = List.copyOf(trajectories);
    }

    /**
     * @param latents before each step, and at the end
     * @param velocities of each step
     */
    public record Trajectory(List<float[]> latents, List<float[]> velocities) {

        public Trajectory {
            latents = List.copyOf(latents);
            velocities = List.copyOf(velocities);
        }
    }
}
