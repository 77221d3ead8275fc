package dev.renderfarm.common.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that shape a picture besides its size and seed. A model has its own, for requests that are silent.
 *
 * <p>A further number goes here and may be absent: what was written without it must still be read.
 *
 * @param numInferenceSteps sampling steps
 * @param guidanceScale strength of classifier-free guidance; 0 is off
 * @param cfgNormalization largest norm of a guided prediction, as a multiple of the unguided one's; null, which 0
 * becomes, is no limit
 * @param cfgTruncation model time after which steps go without guidance; null, which 1 becomes, is never
 * @param guidanceRescale share of a guided prediction that gets the deviation it had before; null, which 0 becomes, is
 * none
 */
public record Sampling(
        @JsonProperty(required = true) int numInferenceSteps,
        @JsonProperty(required = true) double guidanceScale,
        @Nullable Double cfgNormalization,
        @Nullable Double cfgTruncation,
        @Nullable Double guidanceRescale) {

    /** What a line may ask for has an upper bound; what a package says, and what was stored by it, has none. */
    private static final NumberRange FROM_ZERO = NumberRange.upTo(Double.POSITIVE_INFINITY);

    public Sampling {
        RequestField.NUM_INFERENCE_STEPS.check(numInferenceSteps);
        RequestField.GUIDANCE_SCALE.check(guidanceScale, FROM_ZERO);
        RequestField.CFG_NORMALIZATION.check(cfgNormalization, FROM_ZERO);
        RequestField.CFG_TRUNCATION.check(cfgTruncation);
        cfgNormalization = absentWhere(cfgNormalization, 0);
        cfgTruncation = absentWhere(cfgTruncation, 1);
        RequestField.GUIDANCE_RESCALE.check(guidanceRescale);
        guidanceRescale = absentWhere(guidanceRescale, 0);
    }

    /** Without rescaling. */
    public Sampling(
            int numInferenceSteps,
            double guidanceScale,
            @Nullable Double cfgNormalization,
            @Nullable Double cfgTruncation) {
        this(numInferenceSteps, guidanceScale, cfgNormalization, cfgTruncation, null);
    }

    /** Nothing but what every model needs. */
    public static Sampling of(int numInferenceSteps, double guidanceScale) {
        return new Sampling(numInferenceSteps, guidanceScale, null, null);
    }

    public Sampling withNumInferenceSteps(int other) {
        return new Sampling(other, guidanceScale, cfgNormalization, cfgTruncation, guidanceRescale);
    }

    public Sampling withCfgLimits(@Nullable Double normalization, @Nullable Double truncation) {
        return new Sampling(numInferenceSteps, guidanceScale, normalization, truncation, guidanceRescale);
    }

    /** Each number that is there, in the order of the fields' declaration. */
    public Map<RequestField, Number> byField() {
        Map<RequestField, @Nullable Number> all = new EnumMap<>(RequestField.class);
        all.put(RequestField.NUM_INFERENCE_STEPS, numInferenceSteps);
        all.put(RequestField.GUIDANCE_SCALE, guidanceScale);
        all.put(RequestField.CFG_NORMALIZATION, cfgNormalization);
        all.put(RequestField.CFG_TRUNCATION, cfgTruncation);
        all.put(RequestField.GUIDANCE_RESCALE, guidanceRescale);
        all.values().removeIf(Objects::isNull);
        return all;
    }

    private static @Nullable Double absentWhere(@Nullable Double number, double nothing) {
        return number != null && number == nothing ? null : number;
    }
}
