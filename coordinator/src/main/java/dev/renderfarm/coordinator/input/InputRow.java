package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.task.RequestField;
import java.util.Map;
import java.util.Optional;

/**
 * One request of a batch's input, not checked yet.
 *
 * @param line where it begins in the file, from 1
 * @param values of the fields that it gives; an empty cell and a JSON null give nothing
 */
public record InputRow(int line, Map<RequestField, InputValue> values) {

    public InputRow {
        values = Map.copyOf(values);
    }

    public Optional<InputValue> value(RequestField field) {
        return Optional.ofNullable(values.get(field));
    }
}
