package dev.renderfarm.coordinator.config;

import io.smallrye.config.ConfigMapping;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What devices cost. Without a price no cost is told. A batch keeps the price of the moment it was validated. */
@ConfigMapping(prefix = "renderfarm.prices")
public interface PricesConfig {

    /** Of all prices, by ISO 4217, such as {@code EUR}. */
    Optional<String> currency();

    /** An hour of a device, for models without a price of their own. */
    Optional<BigDecimal> deviceHour();

    /** An hour of a device that serves that model, as {@code NAME=PRICE}, divided by commas. */
    Optional<List<String>> models();
}
