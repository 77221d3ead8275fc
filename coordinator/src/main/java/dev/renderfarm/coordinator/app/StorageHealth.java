package dev.renderfarm.coordinator.app;

import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the bucket is there and is the farm's. Changes nothing. */
@Readiness
@ApplicationScoped
class StorageHealth implements HealthCheck {

    private final ObjectStore objects;

    StorageHealth(ObjectStore objects) {
        this.objects = objects;
    }

    @Override
    public HealthCheckResponse call() {
        try {
            return objects.hasBucket() ? HealthCheckResponse.up("storage") : down("there is no such bucket");
        } catch (StorageException e) {
            return down(e.reason());
        }
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named("storage")
                .down()
                .withData("reason", reason)
                .build();
    }
}
