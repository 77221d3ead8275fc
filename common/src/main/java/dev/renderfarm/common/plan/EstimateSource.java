package dev.renderfarm.common.plan;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an estimate of device time rests on, from the best to the worst. */
public enum EstimateSource {
    /** Pictures of the same model, size, steps and guidance that this farm has drawn. */
    MEASURED,
    /** Others of the model, in proportion to pixels and steps. */
    SCALED,
    /** The settings: the farm has drawn nothing with the model. */
    CONFIGURED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
