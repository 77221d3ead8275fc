package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.batch.Batch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of batches in OpenAI's list envelope, and beside it what the farm adds.
 *
 * @param lastId what {@code after} takes for the next page; that of a page that holds none may not be in it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonPropertyOrder({"object", "data", "first_id", "last_id", "has_more", "renderfarm"})
public record BatchList(
        List<Batch> data,
        @Nullable String firstId,
        @Nullable String lastId,
        boolean hasMore,
        Shelf renderfarm) {

    public BatchList {
        data = List.copyOf(data);
    }

    @JsonProperty("object")
    public String object() {
        return "list";
    }

    /** @param counts of all batches of the farm, whatever the list was narrowed to */
    public record Shelf(StateCounts counts) {}
}
