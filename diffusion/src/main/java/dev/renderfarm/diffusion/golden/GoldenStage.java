package dev.renderfarm.diffusion.golden;

import java.util.Locale;

/** What is compared, in the order of the pipeline, and what is to blame where it differs. */
public enum GoldenStage {
    TOKENS("tokenizer"),
    NOISE("noise"),
    CAPTION("text_encoder"),
    /** Of the first step. */
    VELOCITY("transformer"),
    /** After the last step. */
    LATENTS("transformer"),
    PICTURE("vae_decoder"),
    /** The picture as latents, of a package that edits. */
    ENCODED("vae_encoder"),
    /** After the last step of an edit of it. */
    EDITED("transformer");

    private final String part;

    GoldenStage(String part) {
        this.part = part;
    }

    /** The part of the package, or of the farm, that it shows. */
    public String part() {
        return part;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
