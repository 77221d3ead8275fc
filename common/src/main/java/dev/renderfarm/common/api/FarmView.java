package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The farm at a glance: the answer of {@code GET /v1/farm}, and without the curve the data of an event {@code farm}.
 *
 * @param imagesPerSecond of all live workers, over the last half minute
 * @param busyRatio the mean of what the devices of all live workers work of their time, over the last minute; one that
 *     has nothing in hand counts as 0; null where no worker is live
 * @param batches that have not ended
 * @param waiting tasks of those, not given out or waiting for another attempt
 * @param paused how many of the waiting belong to paused batches
 * @param inFlight tasks given out
 * @param secondsLeft for all that is not paused, at the present speed; null while nothing is drawn
 * @param curve of the last hour; null in an event
 */
@JsonPropertyOrder("object")
public record FarmView(
        FarmState state,
        Workers workers,
        double imagesPerSecond,
        @Nullable Double busyRatio,
        int batches,
        long waiting,
        long paused,
        long inFlight,
        @Nullable Double secondsLeft,
        @Nullable Curve curve) {

    @JsonProperty("object")
    public String object() {
        return "farm";
    }

    /**
     * Those that are live, by state.
     *
     * @param busy that have tasks in hand, whatever their state
     */
    public record Workers(int live, int starting, int ready, int setAside, int draining, int busy) {}

    /**
     * What came back from workers, by time; what was before this replica began is 0.
     *
     * @param from when the first point begins
     * @param secondsPerPoint how long each is
     * @param rendered pictures in each point, oldest first; the last point is not over
     * @param failed attempts that failed in each point
     */
    public record Curve(Instant from, int secondsPerPoint, List<Integer> rendered, List<Integer> failed) {

        public Curve {
            rendered = List.copyOf(rendered);
            failed = List.copyOf(failed);
        }
    }
}
