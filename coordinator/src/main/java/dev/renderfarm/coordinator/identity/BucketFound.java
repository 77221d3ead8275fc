package dev.renderfarm.coordinator.identity;

import dev.renderfarm.common.farm.FarmIdentity;
import java.util.Optional;

/**
 * What the object store tells of a farm.
 *
 * @param exists whether there is a bucket of that name
 * @param identity whose it is
 * @param used whether there are uploads or batches in it
 */
record BucketFound(boolean exists, Optional<FarmIdentity> identity, boolean used) {}
