package dev.renderfarm.coordinator.queue;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;
import java.util.Map;

/**
 * Offsets of the task topic of a model and lane, by partition.
 *
 * <p>Every method throws {@link org.apache.kafka.common.KafkaException} where the broker does not answer or refuses.
 */
interface QueueOffsets extends AutoCloseable {

    /** Where the next tasks will be written. */
    Map<Integer, Long> ends(ModelName model, Lane lane) throws InterruptedException;

    /** How far the workers' share group is; a partition that it has not begun is left out. */
    Map<Integer, GroupOffset> group(ModelName model, Lane lane) throws InterruptedException;

    @Override
    void close();

    /**
     * How far a share group is in one partition.
     *
     * @param start the broker has done with everything below, at least; it may trail by what was settled last
     * @param idle whether it has done with everything
     */
    record GroupOffset(long start, boolean idle) {}
}
