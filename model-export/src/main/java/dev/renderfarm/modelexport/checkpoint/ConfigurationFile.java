package dev.renderfarm.modelexport.checkpoint;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One JSON configuration file of a checkpoint; every complaint names the file and the field. */
final class ConfigurationFile {

    /** Python writes {@code -Infinity}, as diffusers has it for a solver's {@code lambda_min_clipped}. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final String file;
    private final JsonNode root;

    private ConfigurationFile(String file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static ConfigurationFile read(CheckpointFiles files, String path) {
        String file = files.describe(path);
        byte[] bytes = files.read(path)
                .orElseThrow(() -> new CheckpointException(
                        file + ": no such file; a checkpoint has the folders text_encoder, transformer or unet,"
                                + " vae, scheduler and tokenizer of the diffusers layout"));
        return parse(file, bytes);
    }

    static ConfigurationFile parse(String file, byte[] bytes) {
        try {
            JsonNode root = MAPPER.readTree(bytes);
            if (root == null || !root.isObject()) {
                throw new CheckpointException(file + ": not a JSON object");
            }
            return new ConfigurationFile(file, root);
        } catch (IOException e) {
            throw new CheckpointException(file + ": not JSON: " + e.getMessage(), e);
        }
    }

    boolean has(String field) {
        return !node(field).isMissingNode() && !node(field).isNull();
    }

    int integer(String field) {
        JsonNode value = required(field);
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt()) {
            throw wrong(field, "must be a whole number", value);
        }
        return value.intValue();
    }

    int integer(String field, int otherwise) {
        return has(field) ? integer(field) : otherwise;
    }

    double number(String field) {
        JsonNode value = required(field);
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(field, "must be a number", value);
        }
        return value.doubleValue();
    }

    double number(String field, double otherwise) {
        return has(field) ? number(field) : otherwise;
    }

    @Nullable
    Double numberOrNull(String field) {
        return has(field) ? number(field) : null;
    }

    String text(String field) {
        JsonNode value = required(field);
        if (!value.isTextual()) {
            throw wrong(field, "must be a text", value);
        }
        return value.textValue();
    }

    String text(String field, String otherwise) {
        return has(field) ? text(field) : otherwise;
    }

    boolean flag(String field, boolean otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        JsonNode value = node(field);
        if (!value.isBoolean()) {
            throw wrong(field, "must be true or false", value);
        }
        return value.booleanValue();
    }

    List<Integer> integers(String field) {
        JsonNode value = required(field);
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.canConvertToExactIntegral() || !element.canConvertToInt()) {
                throw wrong(field, "must be a list of whole numbers", value);
            }
            numbers.add(element.intValue());
        }
        if (!value.isArray()) {
            throw wrong(field, "must be a list of whole numbers", value);
        }
        return numbers;
    }

    /** One number for each of so many, or one for all. */
    List<Integer> integerOrEach(String field, int otherwise, int count) {
        return has(field) && node(field).isArray()
                ? integers(field)
                : Collections.nCopies(count, integer(field, otherwise));
    }

    List<String> texts(String field) {
        JsonNode value = required(field);
        List<String> texts = new ArrayList<>();
        for (JsonNode element : value) {
            texts.add(element.asText());
        }
        if (!value.isArray()) {
            throw wrong(field, "must be a list of texts", value);
        }
        return texts;
    }

    /** A text, or an object whose {@code content} is one; null where there is neither. */
    @Nullable
    String textOrContent(String field) {
        JsonNode value = node(field);
        JsonNode text = value.isObject() ? value.path("content") : value;
        return text.isTextual() ? text.textValue() : null;
    }

    /** Only one value of this field is supported; a missing field has it by default. */
    void expect(String field, Object only) {
        JsonNode expected = MAPPER.valueToTree(only);
        if (has(field) && !node(field).equals(expected)) {
            throw wrong(field, "must be " + expected + ", nothing else is supported", node(field));
        }
    }

    /** The elements of this list may only have one value; a missing field is a list of such. */
    void expectEach(String field, String only) {
        for (JsonNode element : node(field)) {
            if (!element.asText().equals(only)) {
                throw wrong(field, "must hold nothing but \"" + only + "\"", node(field));
            }
        }
    }

    /** This field may only be absent, null or false. */
    void expectAbsent(String field) {
        if (has(field) && !(node(field).isBoolean() && !node(field).booleanValue())) {
            throw wrong(field, "is not supported", node(field));
        }
    }

    /** Adds the file's name to the complaint of a record about its values. */
    <R> R check(Supplier<R> record) {
        return check("", record);
    }

    /** @param prefix of the names that the record uses */
    <R> R check(String prefix, Supplier<R> record) {
        try {
            return record.get();
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file + ": " + prefix + e.getMessage(), e);
        }
    }

    private JsonNode node(String field) {
        return root.at("/" + field.replace('.', '/'));
    }

    private JsonNode required(String field) {
        if (!has(field)) {
            throw new CheckpointException(file + ": field " + field + " is missing");
        }
        return node(field);
    }

    private CheckpointException wrong(String field, String problem, JsonNode value) {
        return new CheckpointException(file + ": field " + field + " " + problem + ": " + value);
    }
}
