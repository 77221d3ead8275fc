package dev.renderfarm.coordinator.http;

import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.coordinator.access.Caller;
import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** {@link Asker} by the request that the thread answers. */
@ApplicationScoped
public class RequestAsker implements Asker {

    private final CurrentVertxRequest current;

    RequestAsker(CurrentVertxRequest current) {
        this.current = current;
    }

    @Override
    public Optional<Caller> caller() {
        return Arc.container().requestContext().isActive() && current.getCurrent() != null
                ? AccessFilter.caller(current.getCurrent())
                : Optional.empty();
    }
}
