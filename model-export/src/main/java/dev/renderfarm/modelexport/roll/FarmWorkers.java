package dev.renderfarm.modelexport.roll;

import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.WorkerId;
import java.util.List;

/** The workers of a farm, as its API has them. Every method throws {@link RollException} where the farm does not answer. */
interface FarmWorkers {

    /** Those of the model that have been heard of lately, by id. */
    List<WorkerView> of(ModelName model) throws InterruptedException;

    /** Whether any picture of the model waits or is being rendered. */
    boolean haveWork(ModelName model) throws InterruptedException;

    /** Has a worker drain; nothing where it has stopped. */
    void drain(WorkerId worker) throws InterruptedException;
}
