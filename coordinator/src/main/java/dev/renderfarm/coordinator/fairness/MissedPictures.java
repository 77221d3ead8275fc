package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How many pictures of its tenant each batch has seen given out since its own last one, as far as this process has seen.
 * Used by one thread at a time.
 */
final class MissedPictures {

    private record Seen(int given, long missed) {}

    private Map<BatchId, Seen> seen = Map.of();

    /** @param contenders all of the model, now */
    Map<BatchId, Long> look(Collection<Contender> contenders) {
        Map<TenantName, Long> givenBy = new HashMap<>();
        for (Contender contender : contenders) {
            Seen before = seen.get(contender.batch());
            long more = before == null ? 0 : Math.max(0, contender.given() - before.given());
            givenBy.merge(contender.tenant(), more, Long::sum);
        }
        Map<BatchId, Seen> now = new HashMap<>();
        Map<BatchId, Long> missed = new HashMap<>();
        for (Contender contender : contenders) {
            Seen before = seen.get(contender.batch());
            long count = before != null && before.given() == contender.given()
                    ? before.missed() + givenBy.getOrDefault(contender.tenant(), 0L)
                    : 0;
            now.put(contender.batch(), new Seen(contender.given(), count));
            missed.put(contender.batch(), count);
        }
        seen = now;
        return missed;
    }
}
