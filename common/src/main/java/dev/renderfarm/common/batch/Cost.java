package dev.renderfarm.common.batch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;

/**
 * What a usage costs.
 *
 * @param amount in the price's currency
 * @param price that it was reckoned by
 */
public record Cost(BigDecimal amount, @JsonUnwrapped DevicePrice price) {

    public Cost {
        requireNonNull(amount, "amount is null");
        requireNonNull(price, "price is null");
        amount = DevicePrice.plain(amount);
    }
}
