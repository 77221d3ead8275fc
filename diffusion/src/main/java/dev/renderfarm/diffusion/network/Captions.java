package dev.renderfarm.diffusion.network;

import java.util.List;

/**
 * The encoded prompts of a micro-batch.
 *
 * @param positive one per sample
 * @param negative one per sample; empty where there is no guidance
 */
public record Captions(List<Caption> positive, List<Caption> negative) {

    public Captions {
        positive = List.copyOf(positive);
        negative = List.copyOf(negative);
        if (positive.isEmpty() || (!negative.isEmpty() && negative.size() != positive.size())) {
            throw new IllegalArgumentException(
                    positive.size() + " prompts cannot have " + negative.size() + " negative prompts");
        }
    }
}
