package dev.renderfarm.diffusion.network;

/**
 * An encoded prompt.
 *
 * @param tokens length of the prompt, at least 1
 * @param values [tokens, width] numbers in the model's own type and byte order: only the model that made them reads
 * them
 */
public record Caption(int tokens, byte[] values) {

    public Caption {
        if (tokens < 1 || values.length == 0 || values.length % tokens != 0) {
            throw new IllegalArgumentException(values.length + " bytes cannot be a caption of " + tokens + " tokens");
        }
    }

    /** Bytes of one token's row. */
    public int rowBytes() {
        return values.length / tokens;
    }
}
