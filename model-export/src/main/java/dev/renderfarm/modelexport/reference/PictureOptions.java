package dev.renderfarm.modelexport.reference;

import dev.renderfarm.common.edit.EncodeMode;
import dev.renderfarm.common.edit.Strength;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run is told of the picture that it begins with. */
final class PictureOptions {

    /** Of diffusers' pipelines, which are two. */
    private static final double USUAL = 0.6;

    private static final double USUAL_WITH_MASK = 1.0;

    @Option(
            names = "--strength",
            paramLabel = "S",
            description =
                    "Begin with a picture under noise; of N steps the last N*S run, rounded up. Above 0 to 1; where"
                            + " only other options of pictures are given 0.6, and 1 with --masked.")
    private @Nullable Double strength;

    @Option(
            names = "--masked",
            description = "Keep of the picture what its mask does not paint anew, in every step and in `pasted`.")
    private boolean masked;

    @Option(
            names = "--encode",
            paramLabel = "MODE",
            description = "What of the encoder's distribution the latents are: sample, the default, or mode.")
    private @Nullable EncodeMode encode;

    @Option(names = "--image-tensor", paramLabel = "NAME", description = "Name of the picture; `image` if not given.")
    private @Nullable String image;

    @Option(names = "--mask-tensor", paramLabel = "NAME", description = "Name of the mask; `mask` if not given.")
    private @Nullable String mask;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Draw all noise from this seed instead of reading `noise` and `noise.posterior`.")
    private @Nullable Long seed;

    /** Whether there is a picture to begin with. */
    boolean areGiven() {
        return strength != null || masked || encode != null || image != null || mask != null || seed != null;
    }

    Strength strength() {
        double usual = masked ? USUAL_WITH_MASK : USUAL;
        return new Strength(strength == null ? usual : strength);
    }

    boolean isMasked() {
        return masked;
    }

    EncodeMode encode() {
        return encode == null ? EncodeMode.SAMPLE : encode;
    }

    String image() {
        return image == null ? "image" : image;
    }

    String mask() {
        return mask == null ? "mask" : mask;
    }

    @Nullable
    Long seed() {
        return seed;
    }
}
