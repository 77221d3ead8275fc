package dev.renderfarm.coordinator.prices;

import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.id.ModelName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prices of devices, by the model that they serve. */
public final class DevicePrices {

    private static final Pattern OF_A_MODEL = Pattern.compile("\\s*([^=\\s]+)\\s*=\\s*(\\d+(?:\\.\\d+)?)\\s*");

    private final @Nullable DevicePrice other;
    private final Map<String, DevicePrice> models = new TreeMap<>();

    /**
     * @param perDeviceHour of models that have no price of their own; empty where these cost nothing that is told
     * @param models prices of an hour by the names of models, each as {@code NAME=PRICE}
     * @throws IllegalArgumentException if there is a price without a currency, or one that is none
     */
    public DevicePrices(Optional<String> currency, Optional<BigDecimal> perDeviceHour, List<String> models) {
        if (currency.isEmpty() && (perDeviceHour.isPresent() || !models.isEmpty())) {
            throw new IllegalArgumentException(
                    "renderfarm.prices has a price and no currency: set renderfarm.prices.currency, such as EUR");
        }
        Function<BigDecimal, DevicePrice> priced = amount -> new DevicePrice(amount, currency.orElseThrow());
        this.other = perDeviceHour.map(priced).orElse(null);
        models.forEach(entry -> {
            Matcher parts = OF_A_MODEL.matcher(entry);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        "renderfarm.prices.models has \"" + entry + "\": write NAME=PRICE, such as tiny=0.50");
            }
            this.models.put(parts.group(1), priced.apply(new BigDecimal(parts.group(2))));
        });
    }

    /** Null where the operator names none. */
    public @Nullable DevicePrice of(ModelName model) {
        DevicePrice own = models.get(model.value());
        return own == null ? other : own;
    }
}
