package dev.renderfarm.coordinator.batch;

import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TaskId;
import dev.renderfarm.common.id.WorkerId;
import java.util.Optional;

/** What the workers say of themselves, as far as the ledger needs it. Never blocks. */
public interface FarmCapacity {

    /** The live workers of a model. */
    Workforce workforce(ModelName model);

    /** Whether a live worker says that it holds the task. */
    boolean holds(TaskId task);

    /** A worker that held the task when it was last heard of, and has gone since without a word. */
    Optional<WorkerId> vanishedHolder(TaskId task);
}
