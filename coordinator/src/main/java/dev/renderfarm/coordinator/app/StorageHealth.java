package dev.renderfarm.coordinator.app;

import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the bucket answers; makes the bucket where it does not exist yet. */
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
            objects.ensureBucket();
            return HealthCheckResponse.up("storage");
        } catch (StorageException e) {
            return HealthCheckResponse.named("storage")
                    .down()
                    .withData("reason", e.reason())
                    .build();
        }
    }
}
