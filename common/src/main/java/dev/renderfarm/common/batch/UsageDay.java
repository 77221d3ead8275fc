package dev.renderfarm.common.batch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.task.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a batch had of the farm on one day.
 *
 * @param date in UTC, on which the ledger counted it
 * @param completed pictures that were delivered, each once
 * @param images pictures that were drawn and stored, doubled ones among them
 * @param bytes of the files of those that were delivered
 * @param usage of devices, of failed and doubled attempts too
 * @param cost of the usage; the days' sum is that of the batch. Null where there is no price
 */
public record UsageDay(
        LocalDate date,
        int completed,
        int images,
        long bytes,
        @JsonUnwrapped Usage usage,
        @Nullable BigDecimal cost) {

    public UsageDay {
        requireNonNull(date, "date is null");
        usage = usage == null ? Usage.NONE : usage;
        if (Math.min(completed, images) < 0 || bytes < 0) {
            throw new IllegalArgumentException("a count of " + date + " is negative");
        }
    }

    /** On which nothing happened yet. */
    public static UsageDay of(LocalDate date) {
        return new UsageDay(date, 0, 0, 0, Usage.NONE, null);
    }

    /** One more picture was delivered. */
    public UsageDay delivered(long size) {
        return new UsageDay(date, completed + 1, images, bytes + size, usage, cost);
    }

    /** @param image whether a picture came of it */
    public UsageDay using(Usage more, boolean image) {
        return new UsageDay(date, completed, images + (image ? 1 : 0), bytes, usage.plus(more), cost);
    }

    public UsageDay costing(@Nullable BigDecimal amount) {
        return new UsageDay(date, completed, images, bytes, usage, amount == null ? null : DevicePrice.plain(amount));
    }
}
