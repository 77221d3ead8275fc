package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.task.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a batch has taken of devices, and at which price.
 *
 * @param price of its model when it was validated, which it keeps; null where the farm had none
 * @param usage of all results of its tasks, each counted once; null where none has told of any
 * @param imagesDrawn pictures among these results; null for none
 */
record Account(
        @Nullable DevicePrice price,
        @Nullable Usage usage,
        @Nullable Integer imagesDrawn) {

    static final Account NONE = new Account(null, null, null);

    Account at(@Nullable DevicePrice current) {
        return new Account(current, usage, imagesDrawn);
    }

    Account plus(Usage more, boolean image) {
        return new Account(price, usage == null ? more : usage.plus(more), images() + (image ? 1 : 0));
    }

    /** As everyone is told; null where there is nothing to tell. */
    @Nullable
    BatchUsage view() {
        return usage == null ? null : new BatchUsage(usage, images(), price == null ? null : price.of(usage));
    }

    private int images() {
        return imagesDrawn == null ? 0 : imagesDrawn;
    }
}
