package dev.renderfarm.modelexport.architecture;

/**
 * A CLIP text encoder.
 *
 * @param positions tokens that it sees at once
 * @param hidden width of the residual stream
 * @param quickGelu whether its activation is x · sigmoid(1.702 x), and not gelu
 * @param projection width of what it says of a prompt as a whole; 0 where it has no matrix for it
 */
public record ClipSizes(
        int vocabulary,
        int positions,
        int hidden,
        int feedForward,
        int layers,
        int heads,
        boolean quickGelu,
        double normEps,
        int projection) {

    public ClipSizes {
        Check.positive("vocab_size", vocabulary);
        Check.positive("max_position_embeddings", positions);
        Check.positive("hidden_size", hidden);
        Check.positive("intermediate_size", feedForward);
        Check.positive("num_attention_heads", heads);
        Check.notNegative("projection_dim", projection);
        Check.that(layers > 1, "num_hidden_layers must be at least 2: " + layers);
        Check.that(hidden % heads == 0, "hidden_size " + hidden + " is not a multiple of num_attention_heads " + heads);
    }

    public int headDim() {
        return hidden / heads;
    }
}
