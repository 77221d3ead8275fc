package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.renderfarm.common.id.ModelName;

/**
 * What an autoscaler needs to know of a model. How many workers finish all that waits within some time is
 * {@code backlogWorkerSeconds} divided by that time.
 *
 * @param backlogImages pictures of all open batches that are not settled
 * @param backlogWorkerSeconds how long one worker would take for them
 * @param secondsPerImage what a picture takes on one worker
 * @param pace where that is from
 * @param ready workers that claim tasks
 * @param starting workers that load the model
 * @param setAside workers that claim nothing until something is mended
 */
public record AutoscaleView(
        ModelName model,
        long backlogImages,
        double backlogWorkerSeconds,
        double secondsPerImage,
        PaceSource pace,
        int ready,
        int starting,
        int setAside) {

    public AutoscaleView {
        requireNonNull(model, "model is null");
        requireNonNull(pace, "pace is null");
    }

    @JsonProperty("object")
    public String object() {
        return "autoscale";
    }
}
