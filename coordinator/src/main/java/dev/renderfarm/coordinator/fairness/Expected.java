package dev.renderfarm.coordinator.fairness;

import dev.renderfarm.common.id.BatchId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Batches of other coordinators, as they are by now where these come to the same allotments: what fell to them counts as
 * given out before it is heard. Where nothing is heard for some seconds, for whatever reason, their places go to others;
 * now and then they are offered again. Used by one thread at a time.
 */
final class Expected {

    /** Longer than it takes to hear of a place that was taken. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    static final Duration OFFERED_AGAIN = Duration.ofSeconds(30);

    /**
     * @param given when it was last heard of
     * @param expected to have been given out by now, at least {@code given}
     * @param since when it is waited for
     */
    private record Offer(int given, int expected, Instant since) {}

    private final Map<BatchId, Offer> offers = new HashMap<>();

    /** @param heard what was last heard of the batch */
    Contender now(Contender heard, Instant now) {
        Offer offer = offers.get(heard.batch());
        if (offer == null || heard.given() >= offer.expected()) {
            return heard;
        }
        if (heard.given() == offer.given() && !now.isBefore(offer.since().plus(PATIENCE))) {
            return now.isBefore(offer.since().plus(OFFERED_AGAIN)) ? heard.passedOver() : heard;
        }
        return heard.ahead(Math.min(heard.fresh(), offer.expected() - heard.given()));
    }

    /**
     * @param foreign as they were last heard of
     * @param places that fall to each beyond what was expected of it
     */
    void note(Collection<Contender> foreign, Map<BatchId, Integer> places, Instant now) {
        Map<BatchId, Offer> next = new HashMap<>();
        for (Contender heard : foreign) {
            Optional<Offer> waitedFor = waitedFor(heard, now);
            int already = waitedFor.map(Offer::expected).orElse(heard.given());
            int expected = already + places.getOrDefault(heard.batch(), 0);
            if (expected > heard.given()) {
                Instant since = waitedFor
                        .filter(before -> before.given() == heard.given())
                        .map(Offer::since)
                        .orElse(now);
                next.put(heard.batch(), new Offer(heard.given(), expected, since));
            }
        }
        offers.clear();
        offers.putAll(next);
    }

    /** What is waited for still; empty too where it is time to offer it again. */
    private Optional<Offer> waitedFor(Contender heard, Instant now) {
        return Optional.ofNullable(offers.get(heard.batch()))
                .filter(before -> before.expected() > heard.given())
                .filter(before -> now.isBefore(before.since().plus(OFFERED_AGAIN)));
    }
}
