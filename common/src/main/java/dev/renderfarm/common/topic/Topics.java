package dev.renderfarm.common.topic;

import dev.renderfarm.common.id.ModelName;

/** The farm's topics. Who writes and who reads each is drawn in {@code docs/architecture.md}. */
public final class Topics {

    /** {@code BatchCommand}s by batch id. */
    public static final String COMMANDS = "renderfarm.commands";
    /** {@code TaskResult}s by batch id. */
    public static final String RESULTS = "renderfarm.results";
    /** {@code Batch}es by batch id, compacted: the public contract. */
    public static final String BATCH_STATUS = "renderfarm.batch-status";
    /** {@code WorkerHeartbeat}s by worker id, compacted. */
    public static final String WORKERS = "renderfarm.workers";
    /** {@code TaskResult}s of tasks that failed for good, by batch id. */
    public static final String DEAD_LETTERS = "renderfarm.dead-letters";

    /** {@code RenderTask}s of one model by task id. */
    public static String tasks(ModelName model) {
        return "renderfarm.tasks." + model;
    }

    /** The share group whose members are the slots of all workers of one model. */
    public static String workersGroup(ModelName model) {
        return "renderfarm-workers." + model;
    }

    private Topics() {}
}
