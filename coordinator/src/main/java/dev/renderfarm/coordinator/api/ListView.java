package dev.renderfarm.coordinator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page in OpenAI's list envelope.
 *
 * @param lastId what {@code after} takes for the next page
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonPropertyOrder({"object", "data", "first_id", "last_id", "has_more"})
public record ListView<T>(
        List<T> data, @Nullable String firstId, @Nullable String lastId, boolean hasMore) {

    public ListView {
        data = List.copyOf(data);
    }

    static <T> ListView<T> of(List<T> data, Function<T, Object> id, boolean hasMore) {
        return new ListView<>(
                data,
                data.isEmpty() ? null : id.apply(data.get(0)).toString(),
                data.isEmpty() ? null : id.apply(data.get(data.size() - 1)).toString(),
                hasMore);
    }

    @JsonProperty("object")
    public String object() {
        return "list";
    }
}
