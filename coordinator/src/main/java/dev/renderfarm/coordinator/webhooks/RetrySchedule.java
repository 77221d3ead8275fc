package dev.renderfarm.coordinator.webhooks;

import dev.renderfarm.common.backoff.Jitter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a message is sent again: the schedule that Standard Webhooks 1.0 proposes, over some three days. */
public final class RetrySchedule {

    /** Between one attempt and the next; the first follows at once. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private static final Duration LONGEST = Duration.ofHours(24);

    private final Jitter jitter;

    public RetrySchedule(Jitter jitter) {
        this.jitter = jitter;
    }

    /**
     * How long to wait after a failure; empty after the last.
     *
     * @param failed attempts, that one among them
     * @param wished by the receiver, heeded up to a day; null where it wishes nothing
     */
    Optional<Duration> after(int failed, @Nullable Duration wished) {
        if (failed > WAITS.size()) {
            return Optional.empty();
        }
        Duration own = jitter.of(WAITS.get(failed - 1));
        if (wished == null || wished.compareTo(own) <= 0) {
            return Optional.of(own);
        }
        return Optional.of(wished.compareTo(LONGEST) < 0 ? wished : LONGEST);
    }
}
