package dev.renderfarm.common.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.id.BatchId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of some of the records that the bucket holds of batches that have ended: the answer to
 * {@code POST /v1/batches/rebuild}.
 *
 * @param rebuilt batches that will be known again within seconds
 * @param known batches that the farm has not lost
 * @param forgotten batches that ended so long ago that nobody is told of them any longer
 * @param unreadable keys of records that are none
 * @param lastId from where to go on; null where there was nothing to look at
 */
@JsonPropertyOrder("object")
public record RebuildView(
        int rebuilt,
        int known,
        int forgotten,
        List<String> unreadable,
        @Nullable BatchId lastId,
        boolean hasMore) {

    public RebuildView {
        requireNonNull(unreadable, "unreadable is null");
        unreadable = List.copyOf(unreadable);
    }

    @JsonProperty("object")
    public String object() {
        return "batch.rebuild";
    }
}
