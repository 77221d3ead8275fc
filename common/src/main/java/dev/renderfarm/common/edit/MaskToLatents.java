package dev.renderfarm.common.edit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which latents are painted anew, each of which stands for a block of pixels. */
public enum MaskToLatents {
    /** Those whose block's top left pixel is: what diffusers does. */
    NEAREST,
    /** Those with any such pixel in their block: nothing of the old background is left at an outline. */
    ANY;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
