package dev.renderfarm.coordinator.ledger.books;

import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.ItemParts;
import dev.renderfarm.coordinator.batch.TaskQueues;
import dev.renderfarm.coordinator.eta.ForecastCalibration;
import dev.renderfarm.coordinator.fairness.FarmShares;

/** What the books of all partitions share. All of it is safe for several threads and never blocks. */
public record SharedServices(
        LongWork longWork,
        ItemParts items,
        FarmCapacity capacity,
        TaskQueues queues,
        FarmShares shares,
        ForecastCalibration calibration,
        PictureTimes times,
        RefusedCommands refusals,
        AlikePictures alike,
        BatchTraces traces) {}
