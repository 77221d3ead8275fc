package dev.renderfarm.coordinator.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.renderfarm.common.wire.Json;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;

/**
 * Gives the HTTP API the JSON conventions that topics and files have. A value of a request counts only in its own type,
 * as in JSON Schema: no {@code "5"} or {@code 1.5} for a whole number, no {@code 0} for a truth value, nothing behind the
 * body's end, and no field that the farm does not know: what it would not heed is said at once.
 */
class FarmJson {

    @Produces
    @Singleton
    ObjectMapper mapper() {
        ObjectMapper mapper = Json.mapper();
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        mapper.registerModule(new SimpleModule("whole-numbers")
                .addDeserializer(Long.class, whole(Long.class, BigDecimal::longValueExact))
                .addDeserializer(Integer.class, whole(Integer.class, BigDecimal::intValueExact)));
        for (LogicalType type : List.of(LogicalType.Textual, LogicalType.Boolean)) {
            for (CoercionInputShape shape : CoercionInputShape.values()) {
                mapper.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail);
            }
        }
        return mapper;
    }

    /** {@code 7.0} is a whole number too. */
    private static <T> JsonDeserializer<T> whole(Class<T> type, Function<BigDecimal, T> exactly) {
        return new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
                if (!json.currentToken().isNumeric()) {
                    return type.cast(context.handleUnexpectedToken(type, json));
                }
                try {
                    return exactly.apply(json.getDecimalValue());
                } catch (ArithmeticException e) {
                    throw context.weirdNumberException(json.getNumberValue(), type, "not a whole number in range");
                }
            }
        };
    }
}
