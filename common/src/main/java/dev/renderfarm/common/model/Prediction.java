package dev.renderfarm.common.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a denoiser predicts: the noise, or v = √ᾱ · noise − √(1−ᾱ) · picture (Salimans and Ho 2022). */
public enum Prediction {
    EPSILON,
    V_PREDICTION;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
