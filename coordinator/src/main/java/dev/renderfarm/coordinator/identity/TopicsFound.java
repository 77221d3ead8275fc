package dev.renderfarm.coordinator.identity;

import dev.renderfarm.common.farm.FarmIdentity;
import java.util.Optional;

/**
 * What the broker tells of a farm.
 *
 * @param identity whose the topics are
 * @param used whether there have ever been commands or batches
 * @param ledgerKept whether the ledger of the farm's application has tables there
 */
public record TopicsFound(Optional<FarmIdentity> identity, boolean used, boolean ledgerKept) {}
