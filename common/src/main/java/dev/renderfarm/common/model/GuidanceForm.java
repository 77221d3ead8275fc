package dev.renderfarm.common.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a guided prediction follows from those with the prompt, p, and with the negative prompt, q. */
public enum GuidanceForm {
    /** p + g·(p − q): off at 0. */
    ADDED(0),
    /** q + g·(p − q): off at 1 and below. */
    INTERPOLATED(1);

    private final double offAt;

    GuidanceForm(double offAt) {
        this.offAt = offAt;
    }

    /** The largest scale that has no effect. */
    public double offAt() {
        return offAt;
    }

    /** Whether a scale has an effect, so that each step takes two passes of the network. */
    public boolean isOn(double scale) {
        return scale > offAt;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
