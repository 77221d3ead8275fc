package dev.renderfarm.coordinator.bookkeeping;

import dev.renderfarm.coordinator.port.FarmCapacity;
import dev.renderfarm.coordinator.port.ItemParts;

/** What the books of all partitions share. All of it is safe for several threads and never blocks. */
public record Surroundings(LongWork longWork, ItemParts parts, FarmCapacity capacity, BatchShares shares) {}
