package dev.renderfarm.coordinator.status;

import dev.renderfarm.common.batch.Batch;
import java.time.Instant;

/** Hears when each status of a batch was written, in the order of the topic. */
public interface StatusTimes {

    void told(Batch batch, Instant written);
}
