package dev.renderfarm.endtoend.simulation;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.endtoend.tally.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a simulation did.
 *
 * @param completed of all batches, as the farm counts
 * @param failed of all batches, cancelled ones too, as the farm counts
 * @param rows of all manifests, each task once
 * @param idleMillis of the processor, by process, in the idle time before the load
 * @param millis of the processor, by process, under load
 * @param bytes that the broker's topics got under load, by topic
 * @param underLoad from the first submission to the end of the last batch
 */
record Outcome(
        SimulationPlan plan,
        List<ModelManifest> models,
        List<SubmittedBatch> batches,
        Tally tally,
        int completed,
        int failed,
        int rows,
        Map<String, Double> idleMillis,
        Duration idle,
        Map<String, Double> millis,
        Duration underLoad,
        Map<String, Double> peakMiB,
        Map<String, Long> bytes) {

    Outcome {
        models = List.copyOf(models);
        batches = List.copyOf(batches);
    }

    /** Tasks that were submitted and of which nothing came. */
    int lost() {
        return plan.pictures() - completed - failed;
    }

    /** Pictures that the farm counted beyond those that were asked for, or put into a manifest twice. */
    int doubled() {
        return Math.max(0, completed - plan.pictures()) + Math.max(0, completed - rows);
    }

    boolean isConserved() {
        return lost() == 0 && doubled() == 0 && failed == 0 && rows == plan.pictures() && tally.drawn() == completed;
    }
}
