package dev.renderfarm.coordinator.status;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Tells the end of a batch from what is said of it afterwards. Remembers the latest that ended. For one thread. */
final class FirstEnds implements Predicate<Batch> {

    private static final int REMEMBERED = 10_000;

    private final Map<BatchId, Boolean> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<BatchId, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Whether the batch ends with this status. */
    @Override
    public boolean test(Batch batch) {
        return batch.status().isTerminal()
                && !isRebuilt(batch)
                && !isToldLater(batch)
                && ended.put(batch.id(), true) == null;
    }

    private static boolean isRebuilt(Batch batch) {
        return batch.renderfarm().origin().rebuiltAt() != null;
    }

    /** The time of the end is told in whole seconds. */
    private static boolean isToldLater(Batch batch) {
        long told = batch.renderfarm().updatedAt().getEpochSecond();
        return Stream.of(batch.completedAt(), batch.failedAt(), batch.expiredAt(), batch.cancelledAt())
                .filter(Objects::nonNull)
                .map(Instant::getEpochSecond)
                .anyMatch(end -> end < told);
    }
}
