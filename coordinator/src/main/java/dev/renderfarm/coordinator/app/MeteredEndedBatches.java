package dev.renderfarm.coordinator.app;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.coordinator.status.EndedBatches;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Counts batches by how they ended, and their tasks by how they were settled; what was cancelled did not fail. */
final class MeteredEndedBatches implements EndedBatches {

    private final Map<BatchStatus, Counter> batches = new EnumMap<>(BatchStatus.class);
    private final Counter completed;
    private final Counter failed;
    private final Counter cancelled;

    /** Registers every counter at once: a series that begins with its first event hides that event. */
    MeteredEndedBatches(MeterRegistry meters) {
        Arrays.stream(BatchStatus.values())
                .filter(BatchStatus::isTerminal)
                .forEach(status -> batches.put(
                        status,
                        Counter.builder("renderfarm.batches.ended")
                                .description("Batches that ended while this process ran")
                                .tag("status", status.wireName())
                                .register(meters)));
        this.completed = tasks(meters, "completed");
        this.failed = tasks(meters, "failed");
        this.cancelled = tasks(meters, "cancelled");
    }

    private static Counter tasks(MeterRegistry meters, String state) {
        return Counter.builder("renderfarm.tasks.ended")
                .description("Tasks of the batches that ended while this process ran")
                .tag("state", state)
                .register(meters);
    }

    @Override
    public void ended(Batch batch) {
        requireNonNull(batches.get(batch.status()), "the batch has not ended").increment();
        completed.increment(batch.requestCounts().completed());
        failed.increment(batch.requestCounts().failed());
        cancelled.increment(batch.renderfarm().cancelled());
    }
}
