package dev.renderfarm.common.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * The farm's JSON: snake_case, ISO-8601 instants, durations in seconds, absent fields left out unless a type says
 * otherwise, unknown fields ignored on reading.
 *
 * <p>A component added later is absent in what was written before: primitives become 0 or false, others null, and the
 * record's constructor turns null into its default. An explicit null for a primitive is refused. A component that has
 * always been written, and of which 0 would be a decision, is marked {@code required}.
 */
public final class Json {

    private static final ObjectMapper MAPPER = mapper();
    private static final ObjectReader LENIENT = MAPPER.reader();
    private static final ObjectReader EXACT = MAPPER.reader().with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final ObjectWriter STREAMING = MAPPER.writer()
            .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .withoutFeatures(JsonGenerator.Feature.AUTO_CLOSE_TARGET, JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);

    /** A new mapper with the farm's conventions, for frameworks that want one of their own. */
    public static ObjectMapper mapper() {
        ObjectMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addModule(InstantText.module())
                .addModule(absentPrimitives())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .serializationInclusion(JsonInclude.Include.NON_NULL)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();
        mapper.getFactory()
                .setCharacterEscapes(new LineEndEscapes())
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxStringLength(1 << 20)
                        .build());
        return mapper;
    }

    private static SimpleModule absentPrimitives() {
        SimpleModule module = new SimpleModule("absent-primitives");
        module.setDeserializers(new AbsentPrimitives());
        return module;
    }

    /** One line, UTF-8. */
    public static byte[] bytes(Object value) {
        return string(value).getBytes(StandardCharsets.UTF_8);
    }

    /** One line. */
    public static String string(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "cannot be written as JSON: " + value.getClass().getName(), e);
        }
    }

    /** One line without its end, written as it comes: memory does not grow with the value. Flushes nothing. */
    public static void write(Writer out, Object value) throws IOException {
        STREAMING.writeValue(out, value);
    }

    /** Indented, for files that people open. */
    public static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "cannot be written as JSON: " + value.getClass().getName(), e);
        }
    }

    /** @throws MalformedJsonException if the bytes are not the JSON of that type */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(json, MAPPER.constructType(type));
    }

    /**
     * Of what people write by hand, where a slip of the pen must not be passed over.
     *
     * @throws MalformedJsonException if the bytes are not the JSON of that type, or have a field that it has not
     */
    public static <T> T readExactly(byte[] json, Class<T> type) {
        return read(json, MAPPER.constructType(type), EXACT);
    }

    /** @throws MalformedJsonException if the text is not the JSON of that type */
    public static <T> T read(String json, Class<T> type) {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /**
     * @param of what the generic type is of
     * @throws MalformedJsonException if the text is not the JSON of that type
     */
    public static <T> T read(String json, Class<? super T> type, Class<?> of) {
        return read(
                json.getBytes(StandardCharsets.UTF_8), MAPPER.getTypeFactory().constructParametricType(type, of));
    }

    private static <T> T read(byte[] json, JavaType type) {
        return read(json, type, LENIENT);
    }

    private static <T> T read(byte[] json, JavaType type, ObjectReader reader) {
        try {
            T value = reader.forType(type).readValue(json);
            if (value == null) {
                throw new MalformedJsonException(type.getRawClass(), new IOException("it is null"));
            }
            return value;
        } catch (IOException e) {
            throw new MalformedJsonException(type.getRawClass(), e);
        }
    }

    private Json() {}
}
