package dev.renderfarm.coordinator.ledger.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Whether requests that read the ledger are answered. Where another coordinator comes or goes, none of them can read for a
 * moment: requests wait for that, and all coordinators together are not to be taken for gone. Safe for several threads.
 */
public final class SteadyReading {

    private final LedgerStream stream;
    private final Duration patience;
    private final InstantSource clock;
    private volatile @Nullable Instant lastRead;

    /** @param patience how long requests wait for tables that cannot be read */
    public SteadyReading(LedgerStream stream, Duration patience, InstantSource clock) {
        this.stream = stream;
        this.patience = patience;
        this.clock = clock;
    }

    /** True while the tables can be read, and for as long after it as requests wait, unless the stream has failed. To be asked often. */
    public boolean holds() {
        Instant now = clock.instant();
        if (stream.isReadable()) {
            lastRead = now;
            return true;
        }
        Instant last = lastRead;
        return last != null
                && now.isBefore(last.plus(patience))
                && !stream.hasFailed()
                && stream.hopelessBecause().isEmpty();
    }
}
