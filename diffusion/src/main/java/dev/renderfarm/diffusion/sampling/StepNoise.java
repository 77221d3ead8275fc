package dev.renderfarm.diffusion.sampling;

import java.util.List;

/** The noise that samplers draw between steps, for all samples of a micro-batch. */
@FunctionalInterface
public interface StepNoise {

    /** For samplers that draw none. */
    StepNoise NONE = () -> {
        throw new IllegalStateException("no fresh noise is at hand for this sampler");
    };

    /** The next step's: standard normal, [samples, height, width, channels]. */
    float[] next();

    /** Each sample's from a generator of its own, which goes on from where it is. */
    static StepNoise of(List<TorchGenerator> generators, LatentShape shape) {
        return () -> {
            float[] all = new float[generators.size() * shape.size()];
            for (int i = 0; i < generators.size(); i++) {
                System.arraycopy(shape.noise(generators.get(i)), 0, all, i * shape.size(), shape.size());
            }
            return all;
        };
    }
}
