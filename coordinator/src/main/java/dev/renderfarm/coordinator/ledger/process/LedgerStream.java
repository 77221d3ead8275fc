package dev.renderfarm.coordinator.ledger.process;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.Topology;

/** The stream as whoever keeps it up sees it. */
public interface LedgerStream {

    /** Starts it; where it runs or has failed, anew. */
    void start(Topology topology, Map<String, Object> settings);

    /** Whether only another start can help. */
    boolean hasFailed();

    /** Why it is not started again: it would fail for the same reason. Empty while there is hope. */
    Optional<String> hopelessBecause();

    /** Whether the ledger's tables can be read; false for a replica that has no part of them. */
    boolean isReadable();

    /** Records that were read back into tables since the process began: while it grows, a restart would lose time. */
    long restoredRecords();

    /** What its members of the group are called; empty where there are none. */
    Set<String> clientIds();
}
