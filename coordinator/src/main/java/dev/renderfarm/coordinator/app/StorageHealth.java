package dev.renderfarm.coordinator.app;

import dev.renderfarm.objectstore.store.ObjectStore;
import dev.renderfarm.objectstore.store.StorageUnavailableException;
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
        } catch (StorageUnavailableException e) {
            return HealthCheckResponse.named("storage")
                    .down()
                    .withData("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
