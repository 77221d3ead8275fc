package dev.renderfarm.coordinator.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.wire.JsonFault;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of a JSON Lines file. A line with a {@code body}, or with {@code method} or {@code url} and no prompt, is one of
 * OpenAI's batch lines; any other gives the fields of the request itself, and what is none of those is carried.
 * Duplicate keys, deep nesting and anything after the object are refused.
 */
final class JsonRows {

    private static final Set<String> ENVELOPE = Set.of("method", "url", "body");

    private static final Pattern ID_OF_RESULT = Pattern.compile("batch_req_([0-9A-Za-z]+)(?:_skipped)?_[0-9]+");

    private static final Pattern START_OF_RESULT =
            Pattern.compile("\\s*\\{\\s*\"id\"\\s*:\\s*\"(batch_req_[^\"]{1,200})\"\\s*,\\s*\"custom_id\"\\s*:");

    private static final String LIST =
            "the file is one JSON list: write one object per line instead, without the brackets"
                    + " around them and the commas between them, as jq -c '.[]' does";
    private static final String PRETTY =
            "the object that begins in this line goes on in the next: write each object on a"
                    + " line of its own, as jq -c . does";
    private static final String NO_OBJECT = "the line is no JSON object: write one object per line, such as {\"sku\":"
            + " \"MUG-1\", \"prompt\": \"a red mug\"}";

    private final int maxLength;
    private final boolean strict;
    private final ColumnRules rules;
    private final RowSink sink;
    private final JsonMapper mapper;
    private boolean refused;
    private int cutLine;

    JsonRows(InputLimits limits, boolean strict, ColumnRules rules, RowSink sink) {
        this.maxLength = limits.maxRowLength();
        this.strict = strict;
        this.rules = rules;
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
        boolean first = true;
        for (BoundedLines.Line line = lines.next(); line != null && wantsMore(); line = lines.next()) {
            if (!line.isWhole()) {
                tooLong(line.number(), line.text());
            } else if (first && line.text().stripLeading().startsWith("[")) {
                refuse(line.number(), LIST);
            } else if (!line.text().isBlank()) {
                next(line.number(), line.text());
                first = false;
            }
        }
        endCutLine();
    }

    /** Lines of results are long where they hold pictures. */
    private void tooLong(int line, String start) {
        Matcher result = START_OF_RESULT.matcher(start);
        if (result.lookingAt()) {
            refuseResults(line, result.group(1));
            return;
        }
        endCutLine();
        String mend = rules.endpoint() == ImageEndpoint.EDITS
                ? "upload its picture with POST /v1/files, and name that file here"
                : "shorten it";
        unreadable(line, "the line is longer than " + maxLength + " characters: " + mend);
    }

    private boolean wantsMore() {
        return !refused && sink.wantsMore();
    }

    /**
     * A line that ends inside its object is one of a pretty-printed file if no other object follows, else it is cut.
     */
    private void next(int line, String text) {
        if (cutLine > 0 && !text.stripLeading().startsWith("{")) {
            refuse(cutLine, PRETTY);
            cutLine = 0;
            return;
        }
        endCutLine();
        read(line, text);
    }

    private void endCutLine() {
        if (cutLine > 0) {
            unreadable(cutLine, "the line ends inside its object: it was cut off, or a quote or bracket is not closed");
            cutLine = 0;
        }
    }

    private void refuse(int line, String message) {
        sink.problem(new LineError(FailureCode.INVALID_REQUEST, line, null, message));
        refused = true;
    }

    private void read(int line, String text) {
        if (!text.stripLeading().startsWith("{")) {
            unreadable(line, NO_OBJECT);
            return;
        }
        JsonNode node;
        try {
            node = mapper.readTree(text);
        } catch (JsonEOFException e) {
            cutLine = line;
            return;
        } catch (JsonProcessingException e) {
            unreadable(line, JsonFault.describe(e));
            return;
        }
        if (!node.isObject()) {
            unreadable(line, NO_OBJECT);
        } else if (isResult(node)) {
            refuseResults(line, node.path("id").asText());
        } else {
            JsonRow row = new JsonRow(line, sink);
            if (isEnvelope(node)) {
                envelope(row, node);
            } else {
                plain(row, node);
            }
            row.finish();
        }
    }

    private boolean isResult(JsonNode node) {
        return node.has("response") && node.has("error") && !hasPrompt(node);
    }

    /** A plain line may have fields of its own that are called as OpenAI's, such as the url of a product. */
    private boolean isEnvelope(JsonNode node) {
        return node.path("body").isObject()
                || (!hasPrompt(node) && ENVELOPE.stream().anyMatch(node::has));
    }

    private boolean hasPrompt(JsonNode node) {
        return rules.replaces(RequestField.PROMPT) || node.has(RequestField.PROMPT.wireName());
    }

    /** What a batch has left is no input: there is a command for those who want what failed again. */
    private void refuseResults(int line, String id) {
        Matcher ours = ID_OF_RESULT.matcher(id);
        String batch = ours.matches() ? "batch_" + ours.group(1) : "BATCH";
        String message = "the file is what a batch has left, not an input: farm retry " + batch
                + " renders what failed again; else hand in the file that the batch was made from";
        refuse(line, message);
    }

    private void envelope(JsonRow row, JsonNode node) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String name = entry.getKey();
            if (name.equals(RequestField.CUSTOM_ID.wireName())) {
                row.put(RequestField.CUSTOM_ID, name, entry.getValue());
            } else if (!ENVELOPE.contains(name)) {
                String mend = rules.named(name).isPresent()
                        ? "it belongs into the body"
                        : "a batch line has custom_id, method, url and body";
                row.problem(name, "unknown field \"" + name + "\": " + mend);
            }
        }
        expect(row, node, "method", "POST");
        expect(row, node, "url", rules.endpoint().path());
        JsonNode body = node.path("body");
        if (!body.isObject()) {
            row.problem("body", "body is missing: it is the image request, an object with at least prompt");
        } else if (RequestField.CUSTOM_ID.names().stream().anyMatch(body::has)) {
            row.problem("body", "custom_id stands in the body: it belongs beside it");
        } else {
            body(row, body);
        }
    }

    private static void expect(JsonRow row, JsonNode node, String field, String value) {
        if (!node.path(field).isTextual() || !node.path(field).textValue().equals(value)) {
            row.problem(field, field + " must be \"" + value + "\"");
        }
    }

    private void body(JsonRow row, JsonNode body) {
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            String name = entry.getKey();
            Optional<RequestField> field = rules.named(name);
            if (field.isPresent()) {
                put(row, "body.", name, field.get(), entry.getValue());
            } else if (FieldNames.named(name, ImageEndpoint.EDITS).isPresent()) {
                row.problem(
                        "body." + name,
                        "is not for this endpoint: " + ImageEndpoint.EDITS.path() + " draws over a picture");
            } else {
                OpenAiParameter.named(name)
                        .ifPresentOrElse(
                                parameter -> parameter(row, "body." + name, parameter, entry.getValue()),
                                () -> unknown(row, "body.", name));
            }
        }
    }

    private static void put(JsonRow row, String prefix, String name, RequestField field, JsonNode given) {
        JsonNode value = given;
        if (!given.isNull() && (field == RequestField.IMAGE || field == RequestField.MASK)) {
            PictureReferences.Read read = PictureReferences.read(given);
            if (read.text().isEmpty()) {
                row.problem(prefix + name, read.refusal());
                return;
            }
            value = TextNode.valueOf(read.text().get());
        }
        if (!row.put(field, prefix + name, value)) {
            row.problem(prefix + name, String.join(" and ", field.names()) + " are the same field: keep one");
        }
    }

    private void parameter(JsonRow row, String name, OpenAiParameter parameter, JsonNode value) {
        if (parameter == OpenAiParameter.INPUT_FIDELITY && rules.endpoint() == ImageEndpoint.EDITS) {
            fidelity(row, name, value);
            return;
        }
        Optional<String> refusal = parameter.refusal(value);
        if (refusal.isPresent()) {
            row.problem(name, refusal.get());
        } else if (!value.isNull()) {
            row.warn(WarningCode.FIELD_IGNORED, name, OpenAiParameter.IGNORED);
        }
    }

    /** High is to the byte. */
    private static void fidelity(JsonRow row, String name, JsonNode value) {
        boolean high = value.asText().equals("high");
        if (!value.isNull() && !high && !value.asText().equals("low")) {
            row.problem(name, "must be \"high\", which keeps pixels to the byte, or \"low\"");
        } else if (!value.isNull() && !row.put(RequestField.PASTE, name, BooleanNode.valueOf(high))) {
            row.problem(name, "input_fidelity and paste are the same: keep one");
        }
    }

    private void plain(JsonRow row, JsonNode object) {
        Map<String, JsonNode> others = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            Optional<RequestField> field =
                    rules.of(name).or(() -> rules.named(name).filter(own -> !rules.replaces(own)));
            if (field.isEmpty()) {
                others.put(name, entry.getValue());
            } else {
                put(row, "", name, field.get(), entry.getValue());
            }
        }
        others.forEach((name, value) -> other(row, name, value));
    }

    private void other(JsonRow row, String name, JsonNode value) {
        Optional<RequestField> near = FieldNames.near(name, rules.endpoint()).filter(field -> !row.has(field));
        boolean needed = near.filter(RequestField::isRequired)
                .filter(field -> !rules.replaces(field))
                .isPresent();
        boolean read =
                rules.reads(name) || rules.named(name).filter(rules::isSetAside).isPresent();
        if (!read && (strict || needed)) {
            unknown(row, "", name);
            return;
        }
        row.carry(name, value);
        near.filter(field -> !read)
                .ifPresent(field -> row.warn(WarningCode.COLUMN_NOT_READ, name, FieldNames.question(field)));
    }

    private void unknown(JsonRow row, String prefix, String name) {
        row.problem(prefix + name, "unknown field \"" + name + "\": " + FieldNames.suggestion(name, rules.endpoint()));
    }

    private void unreadable(int line, String message) {
        sink.row(InputRow.unreadable(line, message));
    }
}
