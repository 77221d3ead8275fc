package dev.renderfarm.common.edit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What tells apart what is kept of a picture and what is painted anew, where its own transparency does not. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Mask.OfFile.class, name = "file"),
    @JsonSubTypes.Type(value = Mask.WhiteBackground.class, name = "white_background")
})
public sealed interface Mask {

    /** Of a mask's levels from 0 to 255 the first that is painted anew, as of diffusers' masks 0.5. */
    int REPAINTED_FROM = 128;

    /** @param level unsigned */
    static boolean isRepainted(byte level) {
        return Byte.toUnsignedInt(level) >= REPAINTED_FROM;
    }

    /** Transparent is painted anew, as in OpenAI's API; of a file without transparency, white is. */
    record OfFile(SourcePicture file) implements Mask {

        public OfFile {
            requireNonNull(file, "file is null");
        }
    }

    /**
     * What is white from the border inwards is painted anew.
     *
     * @param tolerance how far from 255 each channel of white may be, 0 to 254
     */
    record WhiteBackground(int tolerance) implements Mask {

        /** As lines call it. */
        public static final String NAME = "white-background";

        public static final int DEFAULT_TOLERANCE = 12;
        public static final int MOST_TOLERANCE = 254;

        public WhiteBackground {
            if (tolerance < 0 || tolerance > MOST_TOLERANCE) {
                throw new IllegalArgumentException("tolerance must be from 0 to " + MOST_TOLERANCE + ": " + tolerance);
            }
        }
    }
}
