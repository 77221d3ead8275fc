package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was found worth telling of a batch's input, in the envelope of {@link BatchErrors}.
 *
 * @param data the first ones, each kind once per column or field
 * @param more how many were found beyond these
 */
public record BatchWarnings(List<LineWarning> data, int more) {

    public BatchWarnings {
        data = List.copyOf(data);
        if (more < 0) {
            throw new IllegalArgumentException("more is negative: " + more);
        }
    }

    BatchWarnings and(BatchWarnings later) {
        return new BatchWarnings(
                Stream.concat(data.stream(), later.data.stream()).toList(), more + later.more);
    }

    @JsonProperty("object")
    public String object() {
        return "list";
    }
}
