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
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
                problem(line.number(), null, "the line is longer than " + maxLength + " characters: shorten it");
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
            problem(line, null, "not JSON: " + firstLine(e.getOriginalMessage()) + "; write one object per line");
            return;
        }
        if (!node.isObject()) {
            problem(line, null, "not a JSON object: write one object per line, without a list around them");
        } else if (ENVELOPE.stream().anyMatch(node::has)) {
            envelope(line, node);
        } else {
            Map<RequestField, InputValue> values = new EnumMap<>(RequestField.class);
            if (fields(line, node, "", values)) {
                sink.row(new InputRow(line, values));
            }
        }
    }

    private void envelope(int line, JsonNode node) {
        boolean sound = true;
        Map<RequestField, InputValue> values = new EnumMap<>(RequestField.class);
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = entry.getKey();
            if (name.equals(RequestField.CUSTOM_ID.wireName())) {
                put(values, RequestField.CUSTOM_ID, name, entry.getValue());
            } else if (!ENVELOPE.contains(name)) {
                problem(line, name, "unknown field \"" + name + "\": a batch line has custom_id, method, url and body");
                sound = false;
            }
        }
        sound &= expect(line, node, "method", "POST");
        sound &= expect(line, node, "url", ENDPOINT);
        JsonNode body = node.path("body");
        if (!body.isObject()) {
            problem(line, "body", "body is missing: it is the image request, an object with at least prompt");
            sound = false;
        } else if (RequestField.CUSTOM_ID.names().stream().anyMatch(body::has)) {
            problem(line, "body", "custom_id stands in the body: it belongs beside it");
            sound = false;
        } else {
            sound &= fields(line, body, "body.", values);
        }
        if (sound) {
            sink.row(new InputRow(line, values));
        }
    }

    private boolean expect(int line, JsonNode node, String field, String value) {
        if (node.path(field).isTextual() && node.path(field).textValue().equals(value)) {
            return true;
        }
        problem(line, field, field + " must be \"" + value + "\"");
        return false;
    }

    private boolean fields(int line, JsonNode object, String prefix, Map<RequestField, InputValue> values) {
        boolean sound = true;
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            Optional<RequestField> field = FieldNames.named(name);
            if (field.isEmpty()) {
                problem(line, prefix + name, "unknown field \"" + name + "\": " + FieldNames.suggestion(name));
                sound = false;
            } else if (!put(values, field.get(), prefix + name, entry.getValue())) {
                problem(line, prefix + name, "custom_id and sku are the same field: keep one");
                sound = false;
            }
        }
        return sound;
    }

    private static boolean put(Map<RequestField, InputValue> values, RequestField field, String name, JsonNode value) {
        return value.isNull() || values.putIfAbsent(field, new InputValue(name, kind(value), value.asText())) == null;
    }

    private static InputValue.Kind kind(JsonNode value) {
        if (value.isTextual()) {
            return InputValue.Kind.STRING;
        }
        return value.isNumber() ? InputValue.Kind.NUMBER : InputValue.Kind.OTHER;
    }

    private void problem(int line, @Nullable String field, String message) {
        sink.problem(new LineError(FailureCode.INVALID_REQUEST, line, field, message));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
