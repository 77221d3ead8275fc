package dev.renderfarm.common.topic;

import dev.renderfarm.common.id.FarmName;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.task.Lane;

/** Names of one farm's topics and groups. Who writes and who reads each is drawn in {@code docs/architecture.md}. */
public record FarmTopics(FarmName farm) {

    private static final String INTERACTIVE = "_interactive.";

    /** {@code BatchCommand}s by batch id. */
    public String commands() {
        return farm + ".commands";
    }

    /** {@code TaskResult}s by batch id. */
    public String results() {
        return farm + ".results";
    }

    /** {@code Batch}es by batch id, compacted: the public contract. */
    public String batchStatus() {
        return farm + ".batch-status";
    }

    /** {@code WorkerHeartbeat}s by worker id, compacted. */
    public String workers() {
        return farm + ".workers";
    }

    /** {@code DrainRequest}s by worker id. */
    public String drainRequests() {
        return farm + ".drain-requests";
    }

    /** {@code TaskResult}s of tasks that failed for good, and {@code WebhookDelivery}s that were given up, by batch id. */
    public String deadLetters() {
        return farm + ".dead-letters";
    }

    /** {@code Webhook}s by webhook id, compacted. */
    public String webhooks() {
        return farm + ".webhooks";
    }

    /** {@code WebhookDelivery}s by webhook and event, compacted and deleted. */
    public String webhookDeliveries() {
        return farm + ".webhook-deliveries";
    }

    /** The group that shares out the partitions of the status topic for its webhooks. */
    public String webhooksGroup() {
        return farm + "-webhooks";
    }

    /** {@code FarmIdentity}s by farm id, compacted: the first one tells whose the topics are. */
    public String identity() {
        return farm + ".identity";
    }

    /** {@code StoredKey}s by their ids and {@code KeyUse}s beside them, compacted. */
    public String keys() {
        return farm + ".keys";
    }

    /** {@code AuditEntry}s by tenant; only grows. */
    public String audit() {
        return farm + ".audit";
    }

    /** {@code RenderTask}s of one model and lane by task id. */
    public String tasks(ModelName model, Lane lane) {
        return farm + ".tasks." + prefix(lane) + model;
    }

    /** The share group whose members are those slots of all workers of one model that serve the lane. */
    public String workersGroup(ModelName model, Lane lane) {
        return farm + "-workers." + prefix(lane) + model;
    }

    /** No model's name begins so. */
    private static String prefix(Lane lane) {
        return switch (lane) {
            case BATCH -> "";
            case INTERACTIVE -> INTERACTIVE;
        };
    }
}
