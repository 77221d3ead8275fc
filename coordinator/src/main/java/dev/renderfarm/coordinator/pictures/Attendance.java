package dev.renderfarm.coordinator.pictures;

import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.batch.FarmCapacity;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.models.FarmModel;
import dev.renderfarm.coordinator.models.ModelRegistry;
import java.util.Optional;

/**
 * Whether somebody is there to render a picture for one who waits. Workers that load their model, or are set aside until
 * something is mended, are worth the wait. Safe for several threads.
 */
public final class Attendance {

    private final ModelRegistry models;
    private final FarmCapacity capacity;
    private final boolean waits;

    /** @param waits whether requests wait for workers that do not run yet, so that nothing is refused here */
    public Attendance(ModelRegistry models, FarmCapacity capacity, boolean waits) {
        this.models = models;
        this.capacity = capacity;
        this.waits = waits;
    }

    /**
     * @param request one that can be rendered by a model of the farm
     * @throws RequestRefusedException {@code no_workers} where no worker of its model runs
     */
    void require(DeskRequest request) {
        if (waits) {
            return;
        }
        Object named = request.body().get(RequestField.MODEL.wireName());
        Optional<FarmModel> model = named == null ? models.only() : models.named(named.toString());
        model.map(FarmModel::name).flatMap(this::absence).ifPresent(absence -> {
            throw new RequestRefusedException(
                    FailureCode.NO_WORKERS,
                    null,
                    absence.message()
                            + ", so nobody would render this picture now: send it as a batch, which waits for"
                            + " one, or set renderfarm.images.wait-for-workers");
        });
    }

    private Optional<Hindrance> absence(ModelName model) {
        return capacity.workforce(model).absence(model);
    }
}
