package dev.renderfarm.cli.command;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why a batch stands still: when that changes, and again each time it has lasted twice as long. */
final class WaitingNotice {

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final InstantSource clock;
    private @Nullable WaitingFor said;
    private Instant sayAgain = Instant.MIN;

    WaitingNotice(InstantSource clock) {
        this.clock = clock;
    }

    /** @return what to say now, if anything */
    Optional<String> of(Batch batch) {
        WaitingFor reason = batch.renderfarm().waitingFor();
        Instant now = clock.instant();
        boolean news = reason != null && (said == null || !said.message().equals(reason.message()));
        boolean due = reason != null && !now.isBefore(sayAgain);
        said = reason;
        if (reason == null || !(news || due)) {
            return Optional.empty();
        }
        Duration lasted = Duration.between(reason.since(), now);
        sayAgain = now.plus(lasted.compareTo(SHORTEST) > 0 ? lasted : SHORTEST);
        return Optional.of("  waits " + BatchText.waiting(reason, now) + "\n");
    }
}
