package dev.renderfarm.common.edit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a drawing begins with instead of noise alone, with every default filled in. Only references: the pictures
 * themselves stay in the bucket.
 *
 * @param mask null where the picture's own transparency tells what is kept; with neither all of it is painted over
 * @param strength how much noise is added at first, above 0 (hardly any) to 1 (nothing but noise): of N steps the last
 * ⌈N · strength⌉ run
 * @param paste whether the kept pixels of the picture replace those that were drawn: to the byte
 * @param feather over how many pixels outside what is kept the picture passes into what was drawn
 * @param place null where the picture is as large as the output, or {@code resize} makes it so
 */
public record Edit(
        SourcePicture image,
        @Nullable Mask mask,
        @JsonProperty(required = true) double strength,
        MaskToLatents maskToLatents,
        EncodeMode encode,
        @JsonProperty(required = true) boolean paste,
        int feather,
        @Nullable Place place,
        Resize resize) {

    public static final int MAX_FEATHER = 256;

    public Edit {
        requireNonNull(image, "image is null");
        requireNonNull(maskToLatents, "maskToLatents is null");
        requireNonNull(encode, "encode is null");
        requireNonNull(resize, "resize is null");
        Strength.check(strength);
        if (feather < 0 || feather > MAX_FEATHER) {
            throw new IllegalArgumentException("feather must be from 0 to " + MAX_FEATHER + ": " + feather);
        }
    }

    /** How many of so many steps run: the last ones. */
    public int stepsOf(int scheduled) {
        return new Strength(strength).forwards(scheduled);
    }
}
