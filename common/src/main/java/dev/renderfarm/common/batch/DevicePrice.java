package dev.renderfarm.common.batch;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.task.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What an hour of a device costs.
 *
 * @param currency as the operator calls it, by ISO 4217 such as {@code EUR}
 */
public record DevicePrice(BigDecimal perDeviceHour, String currency) {

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
    /** A picture may cost a thousandth of a cent, and a million of them are added up by whoever reads a manifest. */
    private static final int DIGITS = 9;

    public DevicePrice {
        requireNonNull(perDeviceHour, "perDeviceHour is null");
        requireNonNull(currency, "currency is null");
        if (perDeviceHour.signum() < 0) {
            throw new IllegalArgumentException("the price of a device hour is negative: " + perDeviceHour);
        }
        if (!currency.matches("[A-Z]{3}")) {
            throw new IllegalArgumentException("a currency has three capital letters, such as EUR: " + currency);
        }
        perDeviceHour = plain(perDeviceHour);
    }

    /** Rounded half to even at the ninth digit. */
    public Cost of(Usage usage) {
        BigDecimal amount =
                usage.deviceSeconds().multiply(perDeviceHour).divide(SECONDS_PER_HOUR, DIGITS, RoundingMode.HALF_EVEN);
        return new Cost(amount, this);
    }

    static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
