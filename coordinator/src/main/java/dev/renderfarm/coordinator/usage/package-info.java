/**
 * What tenants have had of the farm, by day, model and batch, and what they may have: budgets. Summed up by every
 * coordinator alike from what the status topic tells of batches.
 */
@NullMarked
package dev.renderfarm.coordinator.usage;

import org.jspecify.annotations.NullMarked;
