package dev.renderfarm.coordinator.submission;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import java.util.Optional;

/**
 * Whether a batch that wants a worker of its model has one. Workers that load their model, or are set aside until
 * something is mended, are some. Safe for several threads.
 */
final class RequiredWorker {

    private static final String FIELD = "renderfarm.require_worker";

    private final ModelRegistry models;
    private final FarmCapacity capacity;

    RequiredWorker(ModelRegistry models, FarmCapacity capacity) {
        this.models = models;
        this.capacity = capacity;
    }

    /**
     * A model that the farm does not have is not told of here.
     *
     * @throws RequestRefusedException {@code no_workers} where no worker of the model runs and the batch wants one
     */
    void check(BatchRequest request) {
        BatchRequest.Options options = request.renderfarm();
        if (options == null || !Boolean.TRUE.equals(options.requireWorker())) {
            return;
        }
        model(request)
                .flatMap(model -> capacity.workforce(model).absence(model))
                .ifPresent(absence -> {
                    throw new RequestRefusedException(
                            FailureCode.NO_WORKERS,
                            FIELD,
                            absence.message()
                                    + ": start one, or leave require_worker out, and the batch waits for one");
                });
    }

    private Optional<ModelName> model(BatchRequest request) {
        String named = request.model();
        if (named != null) {
            return models.named(named).map(FarmModel::name);
        }
        return Optional.of(models.only()
                .map(FarmModel::name)
                .orElseThrow(() -> RequestRefusedException.invalid(
                        "model",
                        "a batch that requires a worker names its model, since the farm has several: "
                                + models.describe())));
    }
}
