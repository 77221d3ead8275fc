package dev.renderfarm.common.catalogue;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.ImageSize;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What counts where a line and a batch are silent.
 *
 * @param preset that is suggested, by the caller's tenant or else by the operator; none is applied unasked
 * @param template that is suggested likewise
 */
public record FarmDefaults(
        @Nullable String preset, @Nullable String template, List<Model> models) {

    public FarmDefaults {
        models = List.copyOf(models);
    }

    /**
     * @param multiple both sides of a picture are multiples of it
     * @param currency null where the operator names no price
     */
    public record Model(
            ModelName name,
            ImageSize size,
            int numInferenceSteps,
            int maxInferenceSteps,
            double guidanceScale,
            int maxTokens,
            int multiple,
            int minSide,
            int maxSide,
            long maxPixels,
            @Nullable BigDecimal perDeviceHour,
            @Nullable String currency) {}
}
