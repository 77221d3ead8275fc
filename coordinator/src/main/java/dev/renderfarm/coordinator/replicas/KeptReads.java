package dev.renderfarm.coordinator.replicas;

import dev.renderfarm.common.backoff.Sleeper;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.ReplicaRefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads of a batch where it is kept: here, else at the replica that keeps it. While it moves from one to another, as where a
 * replica is restarted, that is waited for, by so many threads at once. Safe for several threads.
 */
public final class KeptReads {

    static final int MOST_WAITING = 32;
    /** Threads that wait for other replicas, which may have threads that wait for this one: some have to be left for those. */
    static final int MOST_ASKING = 64;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final LedgerKeepers keepers;
    private final AskedBy asked;
    private final Duration patience;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Semaphore waiting = new Semaphore(MOST_WAITING);
    private final Semaphore asking = new Semaphore(MOST_ASKING);

    /** @param patience how long what moves is waited for */
    public KeptReads(LedgerKeepers keepers, AskedBy asked, Duration patience, InstantSource clock, Sleeper sleeper) {
        this.keepers = keepers;
        this.asked = asked;
        this.patience = patience;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * @param here throws where this replica does not keep the batch, or cannot tell
     * @param there asks the replica
     * @throws LedgerUnavailableException if nobody has told in time; at once where the replica refuses to tell
     */
    <T> T read(BatchId batch, Supplier<T> here, Function<ReplicaAddress, T> there) {
        Instant end = clock.instant().plus(patience);
        try {
            return now(batch, here, there);
        } catch (ReplicaRefusedException e) {
            throw e;
        } catch (LedgerUnavailableException e) {
            if (asked.anotherReplica() || !waiting.tryAcquire()) {
                throw e;
            }
        }
        try {
            return patiently(end, batch, here, there);
        } finally {
            waiting.release();
        }
    }

    private <T> T patiently(Instant end, BatchId batch, Supplier<T> here, Function<ReplicaAddress, T> there) {
        while (true) {
            try {
                sleeper.sleep(BETWEEN_LOOKS);
                return now(batch, here, there);
            } catch (ReplicaRefusedException e) {
                throw e;
            } catch (LedgerUnavailableException e) {
                if (!clock.instant().isBefore(end)) {
                    throw e;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LedgerUnavailableException("the farm is stopping", e);
            }
        }
    }

    private <T> T now(BatchId batch, Supplier<T> here, Function<ReplicaAddress, T> there) {
        try {
            return here.get();
        } catch (LedgerUnavailableException e) {
            Optional<ReplicaAddress> keeper = asked.anotherReplica() ? Optional.empty() : keepers.other(batch);
            if (keeper.isEmpty()) {
                throw e;
            }
            return ask(keeper.get(), there);
        }
    }

    private <T> T ask(ReplicaAddress keeper, Function<ReplicaAddress, T> there) {
        if (!asking.tryAcquire()) {
            throw new LedgerUnavailableException(MOST_ASKING + " requests wait for other replicas", null);
        }
        try {
            return there.apply(keeper);
        } finally {
            asking.release();
        }
    }
}
