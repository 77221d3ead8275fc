package dev.renderfarm.coordinator.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RequestField;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rows of a JSON Lines file. A line with {@code body}, {@code method} or {@code url} is one of OpenAI's batch lines;
 * any other gives the fields of the request itself. Duplicate keys, deep nesting and anything after the object are
 * refused.
 */
final class JsonRows {

    private static final String ENDPOINT = "/v1/images/generations";
    private static final Set<String> ENVELOPE = Set.of("method", "url", "body");

    private final int maxLength;
    private final RowSink sink;
    private final JsonMapper mapper;

    JsonRows(InputLimits limits, RowSink sink) {
        this.maxLength = limits.maxRowLength();
        this.sink = sink;
        this.mapper = JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(8)
                        .maxNumberLength(64)
                        .maxStringLength(maxLength)
                        .build());
    }

    void read(Reader text) throws IOException {
        BoundedLines lines = new BoundedLines(text, maxLength);
        for (BoundedLines.Line line = lines.next(); line != null && sink.wantsMore(); line = lines.next()) {
            if (line.text() == null) {
                unreadable(line.number(), "the line is longer than " + maxLength + " characters: shorten it");
            } else if (!line.text().isBlank()) {
                read(line.number(), line.text());
            }
        }
    }

    private void read(int line, String text) {
        JsonNode node;
        try {
            node = mapper.readTree(text);
        } catch (JsonProcessingException e) {
            unreadable(line, "not JSON: " + firstLine(e.getOriginalMessage()) + "; write one object per line");
            return;
        }
        if (!node.isObject()) {
            unreadable(line, "not a JSON object: write one object per line, without a list around them");
        } else {
            Draft draft = new Draft(line);
            if (ENVELOPE.stream().anyMatch(node::has)) {
                envelope(draft, node);
            } else {
                fields(draft, node, "");
            }
            sink.row(draft.row());
        }
    }

    private static void envelope(Draft draft, JsonNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = entry.getKey();
            if (name.equals(RequestField.CUSTOM_ID.wireName())) {
                draft.put(RequestField.CUSTOM_ID, name, entry.getValue());
            } else if (!ENVELOPE.contains(name)) {
                draft.problem(name, "unknown field \"" + name + "\": a batch line has custom_id, method, url and body");
            }
        }
        expect(draft, node, "method", "POST");
        expect(draft, node, "url", ENDPOINT);
        JsonNode body = node.path("body");
        if (!body.isObject()) {
            draft.problem("body", "body is missing: it is the image request, an object with at least prompt");
        } else if (RequestField.CUSTOM_ID.names().stream().anyMatch(body::has)) {
            draft.problem("body", "custom_id stands in the body: it belongs beside it");
        } else {
            fields(draft, body, "body.");
        }
    }

    private static void expect(Draft draft, JsonNode node, String field, String value) {
        if (!node.path(field).isTextual() || !node.path(field).textValue().equals(value)) {
            draft.problem(field, field + " must be \"" + value + "\"");
        }
    }

    private static void fields(Draft draft, JsonNode object, String prefix) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            Optional<RequestField> field = FieldNames.named(name);
            if (field.isEmpty()) {
                draft.problem(prefix + name, "unknown field \"" + name + "\": " + FieldNames.suggestion(name));
            } else if (!draft.put(field.get(), prefix + name, entry.getValue())) {
                draft.problem(prefix + name, "custom_id and sku are the same field: keep one");
            }
        }
    }

    private void unreadable(int line, String message) {
        sink.row(InputRow.unreadable(line, message));
    }

    /** A row while its fields are read. */
    private record Draft(int line, Map<RequestField, InputValue> values, List<LineError> problems) {

        Draft(int line) {
            this(line, new EnumMap<>(RequestField.class), new ArrayList<>());
        }

        /** @return false where the field was there already */
        boolean put(RequestField field, String name, JsonNode value) {
            return value.isNull()
                    || values.putIfAbsent(field, new InputValue(name, kind(value), value.asText())) == null;
        }

        void problem(String field, String message) {
            problems.add(new LineError(FailureCode.INVALID_REQUEST, line, field, message));
        }

        InputRow row() {
            return new InputRow(line, values, problems);
        }

        private static InputValue.Kind kind(JsonNode value) {
            if (value.isTextual()) {
                return InputValue.Kind.STRING;
            }
            return value.isNumber() ? InputValue.Kind.NUMBER : InputValue.Kind.OTHER;
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
