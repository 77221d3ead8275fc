package dev.renderfarm.coordinator.workers;

import dev.renderfarm.common.worker.DrainRequest;
import dev.renderfarm.coordinator.batch.BrokerUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A {@link DrainRequestPublisher} that keeps what it is given. */
public class FakeDrainRequestPublisher implements DrainRequestPublisher {

    private final List<DrainRequest> requests = new CopyOnWriteArrayList<>();
    private volatile boolean available = true;

    public void setAvailable(boolean available) {
        this.available = available;
    }

    public List<DrainRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void publish(DrainRequest request) {
        if (!available) {
            throw new BrokerUnavailableException("made unavailable by the test", new IOException());
        }
        requests.add(request);
    }
}
