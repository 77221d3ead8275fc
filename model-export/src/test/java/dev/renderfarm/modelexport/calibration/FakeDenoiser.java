package dev.renderfarm.modelexport.calibration;

import java.util.ArrayList;
import java.util.List;

/** A denoiser whose velocity is its latents times a factor, and whose heads' entropies are told beforehand. */
final class FakeDenoiser implements Denoiser {

    private final float factor;
    private final List<List<List<Double>>> entropies;
    private final List<Float> times = new ArrayList<>();
    private int observed;

    /** @param entropies of each observation, in turn */
    FakeDenoiser(float factor, List<List<List<Double>>> entropies) {
        this.factor = factor;
        this.entropies = entropies;
    }

    /** Of all passes so far. */
    List<Float> times() {
        return times;
    }

    @Override
    public float[] velocity(float[] latents, float t, Caption caption) {
        times.add(t);
        float[] velocity = new float[latents.length];
        for (int i = 0; i < latents.length; i++) {
            velocity[i] = latents[i] * factor;
        }
        return velocity;
    }

    @Override
    public Observation observe(float[] latents, float t, Caption caption) {
        return new Observation(velocity(latents, t, caption), entropies.get(observed++ % entropies.size()));
    }
}
