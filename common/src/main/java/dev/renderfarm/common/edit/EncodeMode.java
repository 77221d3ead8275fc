package dev.renderfarm.common.edit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What of the encoder's distribution the latents of a picture are. */
public enum EncodeMode {
    /** Drawn by the seed: what diffusers does. */
    SAMPLE,
    /** Its mean. */
    MODE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
