package dev.renderfarm.coordinator.http;

import dev.renderfarm.coordinator.config.ReplicasConfig;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends streams that go on for ever when the coordinator is about to stop, half-way through the time in which it is not ready
 * and answers on: whoever follows one asks again, and is led to another coordinator. Safe for several threads.
 */
@ApplicationScoped
public class Leaving {

    private final Set<Runnable> endings = ConcurrentHashMap.newKeySet();
    private final Vertx vertx;
    private final Duration leaveAfter;
    private volatile boolean left;

    Leaving(Vertx vertx, ReplicasConfig config) {
        this.vertx = vertx;
        this.leaveAfter = config.leaveAfter();
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        vertx.setTimer(Math.max(1, leaveAfter.toMillis() / 2), timer -> end());
    }

    void end() {
        left = true;
        Set.copyOf(endings).forEach(Runnable::run);
    }

    /** The stream to its end, or to that time. */
    public <T> Multi<T> until(Multi<T> stream) {
        Multi<Optional<T>> told = stream.map(Optional::of).onCompletion().continueWith(Optional.<T>empty());
        Multi<Optional<T>> end = Multi.createFrom().emitter(emitter -> {
            Runnable ending = () -> emitter.emit(Optional.empty());
            endings.add(ending);
            emitter.onTermination(() -> endings.remove(ending));
            if (left) {
                ending.run();
            }
        });
        return Multi.createBy()
                .merging()
                .withRequests(1)
                .streams(told, end)
                .select()
                .first(Optional::isPresent)
                .map(Optional::get);
    }
}
