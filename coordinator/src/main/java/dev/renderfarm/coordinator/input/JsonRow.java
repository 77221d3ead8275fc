package dev.renderfarm.coordinator.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RequestField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row while the fields of its line are read. */
final class JsonRow {

    private final int line;
    private final Map<RequestField, InputValue> values = new EnumMap<>(RequestField.class);
    private final Map<String, String> columns = new LinkedHashMap<>();
    private final List<LineError> problems = new ArrayList<>();
    private final RowSink sink;

    JsonRow(int line, RowSink sink) {
        this.line = line;
        this.sink = sink;
    }

    boolean has(RequestField field) {
        return values.containsKey(field);
    }

    /** @return false where the field was there already */
    boolean put(RequestField field, String name, JsonNode value) {
        return value.isNull()
                || values.putIfAbsent(field, new InputValue(name, kind(value), CellText.of(field, text(value))))
                        == null;
    }

    /** Keeps a field that is none of the farm's; what is no text stands as JSON. */
    void carry(String name, JsonNode value) {
        if (!value.isNull()) {
            columns.put(name, value.isTextual() ? value.textValue() : value.toString());
        }
    }

    void problem(String field, String message) {
        problems.add(new LineError(FailureCode.INVALID_REQUEST, line, field, message));
    }

    void warn(WarningCode code, String field, String message) {
        sink.warning(new LineWarning(code, line, field, message));
    }

    /** Nothing more is known of it. */
    void finish() {
        sink.row(new InputRow(line, values, columns, problems));
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private static InputValue.Kind kind(JsonNode value) {
        if (value.isTextual()) {
            return InputValue.Kind.STRING;
        }
        return value.isNumber() ? InputValue.Kind.NUMBER : InputValue.Kind.OTHER;
    }
}
