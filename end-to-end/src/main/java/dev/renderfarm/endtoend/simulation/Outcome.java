package dev.renderfarm.endtoend.simulation;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.endtoend.tally.Tally;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a simulation did.
 *
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
        Settled settled,
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

    /** Tasks that were submitted and of which nothing came or will come. */
    int lost() {
        return Math.max(0, plan.pictures() - settled.completed() - settled.failed() - settled.open());
    }

    /** Pictures that the farm counted beyond those that were asked for, or of which an output has no row of its own. */
    int doubled() {
        return Math.max(0, settled.completed() - plan.pictures()) + settled.missingRows();
    }

    /** Every task is settled or still open, and no picture is counted of which no worker told. */
    boolean isConserved() {
        return lost() == 0 && doubled() == 0 && settled.failed() == 0 && tally.drawn() >= settled.completed();
    }

    /** Nothing is open, and each picture that a worker told of counts once. */
    boolean isComplete() {
        return isConserved() && settled.open() == 0 && tally.drawn() == settled.completed();
    }
}
