package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened to a batch: the answer of {@code GET /v1/batches/{id}/history}. Of what happens again and again, the
 * oldest is left out where there is too much of it.
 *
 * @param data oldest first, at most {@value #MOST}
 * @param leftOut how many of them there were besides
 */
@JsonPropertyOrder("object")
public record BatchHistory(List<HistoryEvent> data, long leftOut) {

    public static final int MOST = 200;

    /** Of a batch of which nothing is known, as of one that had ended before the farm kept histories. */
    public static final BatchHistory NONE = new BatchHistory(List.of(), 0);

    public BatchHistory {
        data = data == null ? List.of() : List.copyOf(data);
    }

    @JsonProperty("object")
    public String object() {
        return "batch.history";
    }

    /** With what happened next. Retries, and verdicts, that follow one another are one event with the newest sums. */
    public BatchHistory and(HistoryEvent next) {
        List<HistoryEvent> events = new ArrayList<>(data);
        HistoryEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
        if (last != null && last.kind() == next.kind() && isSum(next.kind())) {
            events.set(events.size() - 1, next.since(last.at()));
        } else {
            events.add(next);
        }
        return new BatchHistory(events, leftOut).bounded();
    }

    /** With the end of what it stood still for, if it did. */
    public BatchHistory movesAt(Instant end) {
        return new BatchHistory(
                data.stream()
                        .map(event -> event.goesOn() ? event.until(end) : event)
                        .toList(),
                leftOut);
    }

    private BatchHistory bounded() {
        if (data.size() <= MOST) {
            return this;
        }
        List<HistoryEvent> events = new ArrayList<>(data);
        int oldest = 0;
        while (events.get(oldest).kind().isOnce()) {
            oldest++;
        }
        events.remove(oldest);
        return new BatchHistory(events, leftOut + 1);
    }

    private static boolean isSum(HistoryKind kind) {
        return kind == HistoryKind.RETRIED || kind == HistoryKind.REVIEWED;
    }
}
