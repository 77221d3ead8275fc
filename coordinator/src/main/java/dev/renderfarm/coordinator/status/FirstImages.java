package dev.renderfarm.coordinator.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out how long each batch took to its first image, of those that were seen before they had one. Remembers no
 * others than those that have none yet. For one thread.
 */
public final class FirstImages {

    private final Set<BatchId> without = new HashSet<>();

    /**
     * @param written when the batch was in this status
     * @return from its submission to then, if it has its first image since the last status
     */
    public Optional<Duration> after(Batch batch, Instant written) {
        boolean hasImage = batch.requestCounts().completed() > 0;
        if (!hasImage && !batch.status().isTerminal()) {
            without.add(batch.id());
            return Optional.empty();
        }
        boolean isNew = without.remove(batch.id()) && hasImage;
        return isNew ? Optional.of(Duration.between(batch.createdAt(), written)) : Optional.empty();
    }
}
