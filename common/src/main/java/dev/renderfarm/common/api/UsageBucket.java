package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.wire.EpochSeconds;
import java.time.Instant;
import java.util.List;

/**
 * A day or a month, in UTC.
 *
 * @param endTime when the next one begins
 * @param results empty where nothing was had
 */
@JsonPropertyOrder("object")
public record UsageBucket(
        @EpochSeconds Instant startTime, @EpochSeconds Instant endTime, List<UsageResult> results) {

    public UsageBucket {
        results = List.copyOf(results);
    }

    @JsonProperty("object")
    public String object() {
        return "bucket";
    }
}
