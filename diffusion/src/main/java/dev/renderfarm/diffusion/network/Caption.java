package dev.renderfarm.diffusion.network;

/**
 * An encoded prompt: all that a denoiser is told of what to draw.
 *
 * @param tokens length of the prompt, at least 1
 * @param values [tokens, width] numbers in the model's own type and byte order: only the model that made them reads
 * them
 * @param pooled what the text encoder says of the prompt as a whole; empty where the model has no such thing
 * @param sizes height and width of the original, top and left of what was cut out of it, height and width of the
 * target, in pixels; empty where the model is not told them
 */
public record Caption(int tokens, byte[] values, float[] pooled, float[] sizes) {

    private static final float[] NOTHING = {};

    public Caption {
        if (tokens < 1 || values.length == 0 || values.length % tokens != 0) {
            throw new IllegalArgumentException(values.length + " bytes cannot be a caption of " + tokens + " tokens");
        }
    }

    /** Of a model that is told nothing else. */
    public Caption(int tokens, byte[] values) {
        this(tokens, values, NOTHING, NOTHING);
    }

    /** For a picture of these sizes. */
    public Caption told(float[] others) {
        return new Caption(tokens, values, pooled, others);
    }

    /** As long as this and of nothing but zeros, for pictures of the same sizes. */
    public Caption zeros() {
        return new Caption(tokens, new byte[values.length], new float[pooled.length], sizes);
    }

    /** Bytes of one token's row. */
    public int rowBytes() {
        return values.length / tokens;
    }
}
