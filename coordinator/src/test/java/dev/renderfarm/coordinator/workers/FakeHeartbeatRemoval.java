package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.id.WorkerId;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link HeartbeatRemoval} that keeps what it is asked for. */
public class FakeHeartbeatRemoval implements HeartbeatRemoval {

    private final List<WorkerId> removed = new CopyOnWriteArrayList<>();
    private volatile boolean available = true;

    public void setAvailable(boolean available) {
        this.available = available;
    }

    public List<WorkerId> removed() {
        return List.copyOf(removed);
    }

    @Override
    public void remove(WorkerId worker) {
        if (!available) {
            throw new BrokerUnavailableException("made unavailable by the test", new IOException());
        }
        removed.add(worker);
    }
}
