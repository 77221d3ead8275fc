package dev.renderfarm.coordinator.ledger.process;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.Topology;

/** A stream that counts its starts, and is otherwise as the test says. */
final class FakeLedgerStream implements LedgerStream {

    static final String CLIENT_ID = "ledger-1-StreamThread-1-consumer";

    boolean readable;
    boolean failed;
    long restored;
    Optional<String> hopelessBecause = Optional.empty();
    int starts;

    @Override
    public void start(Topology topology, Map<String, Object> settings) {
        starts++;
    }

    @Override
    public boolean hasFailed() {
        return failed;
    }

    @Override
    public Optional<String> hopelessBecause() {
        return hopelessBecause;
    }

    @Override
    public boolean isReadable() {
        return readable;
    }

    @Override
    public long restoredRecords() {
        return restored;
    }

    @Override
    public Set<String> clientIds() {
        return Set.of(CLIENT_ID);
    }
}
