package dev.renderfarm.diffusion.sampling;

import java.util.List;

/**
 * A sampler with its schedule.
 *
 * @param steps in the order in which they are taken, at least one
 * @param levels before each step, and after the last: one more than steps
 */
public record StepTable(List<SamplingStep> steps, List<NoiseLevel> levels) {

    public StepTable {
        steps = List.copyOf(steps);
        levels = List.copyOf(levels);
        if (steps.isEmpty() || levels.size() != steps.size() + 1) {
            throw new IllegalArgumentException(
                    steps.size() + " steps cannot have " + levels.size() + " levels: one more, and at least one step");
        }
        if (steps.get(0).previous() != 0) {
            throw new IllegalArgumentException("the first step has none before it, but is to use what it predicted");
        }
    }

    /** Forward passes of the model. */
    public int length() {
        return steps.size();
    }

    public SamplingStep step(int i) {
        return steps.get(i);
    }

    /** Before step {@code i}; after the last for {@code i = length()}. */
    public NoiseLevel level(int i) {
        return levels.get(i);
    }

    /** Whether the step after {@code i} uses what that one predicts. */
    public boolean isRemembered(int i) {
        return i + 1 < steps.size() && steps.get(i + 1).previous() != 0;
    }

    /** Whether any step wants fresh noise. */
    public boolean drawsNoise() {
        return steps.stream().anyMatch(step -> step.noise() != 0);
    }

    /** The steps from {@code first} on: those that are left of a picture that is not all noise at first. */
    public StepTable from(int first) {
        return first == 0
                ? this
                : new StepTable(steps.subList(first, steps.size()), levels.subList(first, levels.size()));
    }
}
