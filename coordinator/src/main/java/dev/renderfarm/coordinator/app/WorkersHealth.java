package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.batch.Workforce;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Tells of each model whether somebody renders it. Never down: the coordinator serves without workers too. */
@Readiness
@ApplicationScoped
class WorkersHealth implements HealthCheck {

    private final ModelRegistry models;
    private final FarmCapacity capacity;

    WorkersHealth(ModelRegistry models, FarmCapacity capacity) {
        this.models = models;
        this.capacity = capacity;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("workers").up();
        models.all().stream().map(FarmModel::name).forEach(model -> answer.withData(model.value(), inWords(model)));
        return answer.build();
    }

    private String inWords(ModelName model) {
        Workforce workforce = capacity.workforce(model);
        return workforce
                .hindrance(model)
                .map(Hindrance::message)
                .orElseGet(() -> workforce.ready().size() + " ready"
                        + (workforce.setAside() > 0 ? ", " + workforce.setAside() + " set aside" : ""));
    }
}
