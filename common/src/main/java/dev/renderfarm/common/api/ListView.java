package dev.renderfarm.common.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
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

    /** A page that begins and ends with the ids of its first and last entry. */
    public static <T> ListView<T> of(List<T> data, Function<T, Object> id, boolean hasMore) {
        return new ListView<>(
                data,
                data.isEmpty() ? null : id.apply(data.get(0)).toString(),
                data.isEmpty() ? null : id.apply(data.get(data.size() - 1)).toString(),
                hasMore);
    }

    /** @throws MalformedJsonException if the text is not the JSON of a list of such entries */
    public static <T> ListView<T> read(String json, Class<T> entry) {
        return Json.read(json, ListView.class, entry);
    }

    @JsonProperty("object")
    public String object() {
        return "list";
    }
}
