package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.task.Usage;
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
 * @param eta when the last of the batches that go on is done; null where none does, or it is not known of one of them
 * @param today since midnight, by UTC; null in an event, and until all of it has been read again after a start
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
        @Nullable Curve curve,
        @Nullable Eta eta,
        @Nullable Today today) {

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
     * What came back from workers since the day began; a picture that was drawn twice counts twice.
     *
     * @param from when it began
     * @param firstTry pictures among the rendered whose first attempt they are
     * @param failed attempts that failed
     * @param usage of devices, by failed attempts too
     * @param cost each batch at its own price; null where there is nothing, some of it has no price, or there are several
     *     currencies
     */
    public record Today(
            Instant from,
            long rendered,
            long firstTry,
            long failed,
            @JsonUnwrapped Usage usage,
            @Nullable Cost cost) {

        public Today {
            usage = usage == null ? Usage.NONE : usage;
        }
    }

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
