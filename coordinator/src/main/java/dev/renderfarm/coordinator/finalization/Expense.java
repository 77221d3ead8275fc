package dev.renderfarm.coordinator.finalization;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.task.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a picture took of devices, in all its attempts: over a batch it adds up to the usage of the batch.
 *
 * @param cost null where the batch has no price
 */
record Expense(@JsonUnwrapped Usage usage, @Nullable Cost cost) {

    /** Null where no worker told of any. */
    static @Nullable Expense of(Batch batch, TaskView task) {
        Usage usage = task.usage();
        if (usage == null) {
            return null;
        }
        BatchUsage all = batch.renderfarm().usage();
        Cost cost = all == null ? null : all.cost();
        return new Expense(usage, cost == null ? null : cost.price().of(usage));
    }
}
