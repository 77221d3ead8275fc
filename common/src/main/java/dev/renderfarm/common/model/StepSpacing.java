package dev.renderfarm.common.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which of the training's time steps a sampler takes, as diffusers' {@code timestep_spacing} has it. */
public enum StepSpacing {
    LEADING,
    TRAILING,
    LINSPACE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
