package dev.renderfarm.coordinator.app;

import dev.renderfarm.common.api.AutoscaleView;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.batch.Workforce;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.scaling.Backlogs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** Tells of each of the farm's models what waits for it and who renders it; every series stands from the start. */
@Singleton
class ScalingMeters {

    void register(
            @Observes StartupEvent event,
            MeterRegistry meters,
            ModelRegistry models,
            Backlogs backlogs,
            FarmCapacity capacity) {
        models.all().stream().map(FarmModel::name).forEach(model -> {
            Gauge.builder("renderfarm.backlog.images", backlogs, all -> read(all, model, AutoscaleView::backlogImages))
                    .description("Pictures of open batches that are not settled")
                    .tag("model", model.value())
                    .register(meters);
            Gauge.builder(
                            "renderfarm.backlog.worker.seconds",
                            backlogs,
                            all -> read(all, model, AutoscaleView::backlogWorkerSeconds))
                    .description("How long one worker would take for them")
                    .tag("model", model.value())
                    .register(meters);
            workers(meters, capacity, model, "ready", workforce -> workforce
                    .ready()
                    .size());
            workers(meters, capacity, model, "starting", Workforce::starting);
            workers(meters, capacity, model, "set_aside", Workforce::setAside);
        });
    }

    private static void workers(
            MeterRegistry meters,
            FarmCapacity capacity,
            ModelName model,
            String state,
            ToDoubleFunction<Workforce> number) {
        Gauge.builder("renderfarm.workers", capacity, all -> number.applyAsDouble(all.workforce(model)))
                .description("Live workers")
                .tag("model", model.value())
                .tag("state", state)
                .register(meters);
    }

    /** Not a number while it is not known: 0 would be taken for nothing to do. */
    private static double read(Backlogs backlogs, ModelName model, ToDoubleFunction<AutoscaleView> number) {
        try {
            return number.applyAsDouble(backlogs.of(model));
        } catch (LedgerUnavailableException e) {
            return Double.NaN;
        }
    }
}
