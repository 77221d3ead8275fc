package dev.renderfarm.common.task;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What something took of a device, in exact decimals: sums do not depend on their order, and shares add up to the whole.
 *
 * @param deviceSeconds in which a device was held for it, be it a GPU or a CPU; to the microsecond
 * @param energyJoules by which the device's own counter grew in that time; to the millijoule. In a sum, of those parts
 *     that tell it; null where none does, for it is never estimated
 */
public record Usage(BigDecimal deviceSeconds, @Nullable BigDecimal energyJoules) {

    public static final Usage NONE = new Usage(BigDecimal.ZERO, null);

    private static final int MICROS = 6;
    private static final int MILLIS = 3;

    public Usage {
        requireNonNull(deviceSeconds, "deviceSeconds is null");
        deviceSeconds = canonical("device_seconds", deviceSeconds, MICROS);
        energyJoules = energyJoules == null ? null : canonical("energy_joules", energyJoules, MILLIS);
    }

    /**
     * @param held how long; a clock that was set back makes it nothing
     * @param millijoules empty where the device does not tell them
     */
    public static Usage of(Duration held, OptionalLong millijoules) {
        long micros = held.isNegative() ? 0 : held.toNanos() / 1_000;
        return new Usage(
                BigDecimal.valueOf(micros, MICROS),
                millijoules.isPresent() ? BigDecimal.valueOf(millijoules.getAsLong(), MILLIS) : null);
    }

    public Usage plus(Usage other) {
        return new Usage(deviceSeconds.add(other.deviceSeconds), sum(energyJoules, other.energyJoules));
    }

    /**
     * What is left of it without the other.
     *
     * @throws IllegalArgumentException if that is not part of it
     */
    public Usage less(Usage other) {
        BigDecimal energy = energyJoules == null || other.energyJoules == null
                ? energyJoules
                : energyJoules.subtract(other.energyJoules);
        return new Usage(deviceSeconds.subtract(other.deviceSeconds), energy);
    }

    /** As many equal shares as {@code parts}; the first ones have what is left over of the smallest units. */
    public List<Usage> sharedAmong(int parts) {
        return IntStream.range(0, parts)
                .mapToObj(part -> new Usage(
                        share(deviceSeconds, MICROS, parts, part),
                        energyJoules == null ? null : share(energyJoules, MILLIS, parts, part)))
                .toList();
    }

    private static BigDecimal share(BigDecimal whole, int digits, int parts, int part) {
        long units = whole.movePointRight(digits).longValueExact();
        return BigDecimal.valueOf(units / parts + (part < units % parts ? 1 : 0), digits);
    }

    private static @Nullable BigDecimal sum(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.add(other);
    }

    /** The same number has the same digits, so that equal usages are equal however they were written. */
    private static BigDecimal canonical(String name, BigDecimal number, int digits) {
        if (number.signum() < 0) {
            throw new IllegalArgumentException(name + " is negative: " + number);
        }
        BigDecimal stripped = number.setScale(digits, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
