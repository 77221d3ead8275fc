package dev.renderfarm.diffusion.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * A sampler with its schedule.
 *
 * @param steps in the order in which they are taken, at least one
 * @param levels before each step, and after the last: one more than steps
 * @param start by which standard normal noise is multiplied where a picture begins with nothing else
 */
public record StepTable(List<SamplingStep> steps, List<NoiseLevel> levels, float start) {

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

    /** Of which a picture begins with noise as it is drawn. */
    public StepTable(List<SamplingStep> steps, List<NoiseLevel> levels) {
        this(steps, levels, 1);
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
        if (first == 0) {
            return this;
        }
        List<SamplingStep> rest = new ArrayList<>(steps.subList(first, steps.size()));
        rest.set(0, rest.get(0).alone());
        return new StepTable(rest, levels.subList(first, levels.size()), start);
    }
}
