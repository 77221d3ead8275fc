package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;

/** What the workers say of themselves, as far as dispatching needs it. Never blocks. */
public interface FarmCapacity {

    /** Slots of the live, ready workers of a model. */
    int slots(ModelName model);

    /** Images per second of the live workers of a model together; 0 while nothing is known. */
    double imagesPerSecond(ModelName model);

    /** Whether a live worker says that it holds the task. */
    boolean holds(TaskId task);
}
