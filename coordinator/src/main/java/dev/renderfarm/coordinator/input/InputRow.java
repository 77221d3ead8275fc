package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RequestField;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One request of a batch's input, not checked yet.
 *
 * @param line where it begins in the file, from 1
 * @param values of the fields that it gives; an empty cell and a JSON null give nothing
 * @param columns those that are none of the farm's, in their order, verbatim
 * @param problems why it could not be read as it stands; with any, the values are those that could
 */
public record InputRow(
        int line, Map<RequestField, InputValue> values, Map<String, String> columns, List<LineError> problems) {

    public InputRow {
        values = Map.copyOf(values);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        problems = List.copyOf(problems);
    }

    /** A row of which nothing can be read. */
    static InputRow unreadable(int line, String message) {
        return unreadable(new LineError(FailureCode.INVALID_REQUEST, line, null, message));
    }

    /** @param problem of one line */
    static InputRow unreadable(LineError problem) {
        int line = Objects.requireNonNull(problem.line(), "line is null");
        return new InputRow(line, Map.of(), Map.of(), List.of(problem));
    }

    public Optional<InputValue> value(RequestField field) {
        return Optional.ofNullable(values.get(field));
    }
}
