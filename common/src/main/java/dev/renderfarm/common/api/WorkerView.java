package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.worker.WorkerHeartbeat;

/**
 * An entry of {@code GET /v1/workers}: the worker's last heartbeat and what the farm makes of it.
 *
 * @param live whether it has been heard of lately and has not said that it stopped
 */
@JsonPropertyOrder("object")
public record WorkerView(@JsonUnwrapped WorkerHeartbeat heartbeat, boolean live) {

    @JsonProperty("object")
    public String object() {
        return "worker";
    }
}
