package dev.renderfarm.modelexport.architecture;

/**
 * A Qwen3 decoder that serves as text encoder.
 *
 * @param hidden width of the residual stream, D
 * @param layers of the checkpoint; the last one is never run, because the caption is the input of it
 * @param kvHeads key and value heads, each shared by {@code heads / kvHeads} query heads
 * @param headDim width of a head; need not be {@code hidden / heads}
 */
public record TextEncoderSizes(
        int vocabulary,
        int hidden,
        int feedForward,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        double normEps,
        double ropeTheta) {

    public TextEncoderSizes {
        Check.positive("vocab_size", vocabulary);
        Check.positive("hidden_size", hidden);
        Check.positive("intermediate_size", feedForward);
        Check.positive("num_attention_heads", heads);
        Check.positive("num_key_value_heads", kvHeads);
        Check.positive("num_hidden_layers", layers);
        Check.that(
                heads % kvHeads == 0,
                "num_attention_heads " + heads + " is not a multiple of num_key_value_heads " + kvHeads);
        Check.that(headDim > 0 && headDim % 2 == 0, "head_dim must be even: " + headDim);
    }

    /** How many layers are run. */
    public int usedLayers() {
        return layers - 1;
    }
}
