package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** Why a batch failed validation, in OpenAI's list envelope. */
public record BatchErrors(List<LineError> data) {

    public BatchErrors {
        data = List.copyOf(data);
    }

    @JsonProperty("object")
    public String object() {
        return "list";
    }
}
