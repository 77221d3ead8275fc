package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RequestField;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request of a batch's input, not checked yet.
 *
 * @param line where it begins in the file, from 1
 * @param values of the fields that it gives; an empty cell and a JSON null give nothing
 * @param problems why it could not be read as it stands; with any, the values are those that could
 */
public record InputRow(int line, Map<RequestField, InputValue> values, List<LineError> problems) {

    public InputRow {
        values = Map.copyOf(values);
        problems = List.copyOf(problems);
    }

    public InputRow(int line, Map<RequestField, InputValue> values) {
        this(line, values, List.of());
    }

    /** A row of which nothing can be read. */
    static InputRow unreadable(int line, String message) {
        return new InputRow(line, Map.of(), List.of(new LineError(FailureCode.INVALID_REQUEST, line, null, message)));
    }

    public Optional<InputValue> value(RequestField field) {
        return Optional.ofNullable(values.get(field));
    }
}
