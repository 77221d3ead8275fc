package dev.renderfarm.endtoend.fleet;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.topic.FarmTopics;
import java.time.Duration;
import java.util.List;

/**
 * The workers of a fleet and whom they talk to.
 *
 * @param bootstrapServers of the broker
 * @param slots of a worker, as {@code renderfarm.worker.slots}
 */
public record FleetSpec(FarmTopics topics, String bootstrapServers, int slots, List<Pool> pools) {

    public FleetSpec {
        pools = List.copyOf(pools);
        if (slots < 1) {
            throw new IllegalArgumentException("a worker has 1 slot or more: " + slots);
        }
    }

    /**
     * Workers of one model.
     *
     * @param timePerImage by the wall clock
     */
    public record Pool(ModelManifest model, int workers, Duration timePerImage) {

        public Pool {
            if (workers < 1) {
                throw new IllegalArgumentException("a pool has 1 worker or more: " + workers);
            }
            if (timePerImage.isNegative()) {
                throw new IllegalArgumentException("a picture takes no negative time: " + timePerImage);
            }
        }
    }
}
