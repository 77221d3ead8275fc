package dev.renderfarm.coordinator.batch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A {@link CommandPublisher} that keeps what it is given and lets a test play the ledger. */
public class FakeCommandPublisher implements CommandPublisher {

    private final List<BatchCommand> commands = new CopyOnWriteArrayList<>();
    private volatile Consumer<BatchCommand> ledger = command -> {};
    private volatile boolean available = true;

    public void setAvailable(boolean available) {
        this.available = available;
    }

    public void setLedger(Consumer<BatchCommand> ledger) {
        this.ledger = ledger;
    }

    public List<BatchCommand> commands() {
        return List.copyOf(commands);
    }

    @Override
    public void publish(BatchCommand command) {
        if (!available) {
            throw new BrokerUnavailableException("made unavailable by the test", new IOException());
        }
        commands.add(command);
        ledger.accept(command);
    }
}
