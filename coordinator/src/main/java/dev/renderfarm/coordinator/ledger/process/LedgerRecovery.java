package dev.renderfarm.coordinator.ledger.process;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what to do about a ledger that runs and cannot be read. After a while of it the stream is started anew, and
 * where that does not help, only another process can. No such while is one in which tables are read back, the broker
 * does not answer, or others have the whole ledger. Used by one thread, but for what it tells.
 */
public final class LedgerRecovery {

    /** What to do now. */
    enum Step {
        NOTHING,
        START_ANEW
    }

    private final InstantSource clock;
    private final Duration patience;
    private final LedgerGroup group;
    private Instant since;
    private long restored;
    private boolean startedAnew;
    private volatile boolean hopeless;
    private volatile @Nullable String state;

    /** @param patience how long a ledger may be unreadable before something is done */
    public LedgerRecovery(InstantSource clock, Duration patience, LedgerGroup group) {
        this.clock = clock;
        this.patience = patience;
        this.group = group;
        this.since = clock.instant();
    }

    /** Whether another process is needed. Not for good: what can be read again is well. Safe for several threads. */
    boolean isHopeless() {
        return hopeless;
    }

    /** Why the ledger cannot be read, if that is known. Safe for several threads. */
    public Optional<String> state() {
        return Optional.ofNullable(state);
    }

    /** A stream that was just started has all its time before it. */
    void started() {
        since = clock.instant();
    }

    /** To be asked every few seconds while the stream runs. */
    Step look(LedgerStream stream) throws InterruptedException {
        if (stream.isReadable()) {
            well(null);
        } else if (stream.restoredRecords() != restored) {
            restored = stream.restoredRecords();
            since = clock.instant();
        } else if (!since.plus(patience).isAfter(clock.instant())) {
            return lost(group.partOf(stream.clientIds()));
        }
        return Step.NOTHING;
    }

    private Step lost(LedgerGroup.Part part) {
        since = clock.instant();
        return switch (part) {
            case NONE -> {
                well("other coordinators have all partitions of the ledger: this one takes over when one of them ends");
                yield Step.NOTHING;
            }
            case UNTOLD -> Step.NOTHING;
            case SOME -> {
                state = "the ledger runs and could not be read for " + patience.toSeconds() + " s"
                        + (startedAnew ? ", nor after its stream was started anew" : "");
                hopeless = startedAnew;
                boolean first = !startedAnew;
                startedAnew = true;
                yield first ? Step.START_ANEW : Step.NOTHING;
            }
        };
    }

    private void well(@Nullable String told) {
        since = clock.instant();
        startedAnew = false;
        hopeless = false;
        state = told;
    }
}
