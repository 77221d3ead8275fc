package dev.renderfarm.endtoend.simulation;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.ModelName;

/**
 * A batch of the simulation.
 *
 * @param submitter from 1
 */
record SubmittedBatch(BatchId id, int submitter, ModelName model, int pictures) {}
