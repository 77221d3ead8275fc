package dev.renderfarm.coordinator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.renderfarm.common.wire.JsonFault;
import dev.renderfarm.coordinator.input.FieldNames;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a request says that the farm does not know, and what was meant.
 *
 * @param param the field, with those around it: {@code renderfarm.priorty}
 * @param message for whoever wrote it
 */
public record UnknownField(String param, String message) {

    private static final int LONGEST = 100;
    private static final PropertyNamingStrategies.NamingBase NAMES =
            (PropertyNamingStrategies.NamingBase) PropertyNamingStrategies.SNAKE_CASE;

    static UnknownField of(UnrecognizedPropertyException e) {
        Class<?> body = e.getReferringClass();
        String mend = deeper(body, e.getPropertyName())
                .map(place -> "did you mean \"" + place + "\"?")
                .orElseGet(() -> FieldNames.suggestion(clipped(e.getPropertyName()), fields(e)));
        return of(Objects.requireNonNullElse(JsonFault.field(e), e.getPropertyName()), mend);
    }

    /** @param known what there is in its place */
    public static UnknownField of(String name, List<String> known) {
        return of(name, FieldNames.suggestion(clipped(name), known));
    }

    private static UnknownField of(String field, String mend) {
        String param = clipped(field);
        return new UnknownField(param, "there is no field \"" + param + "\": " + mend);
    }

    public RequestRefusedException refusal() {
        return RequestRefusedException.invalid(param, message);
    }

    /** Where a field of that very name stands, one level further down. */
    private static Optional<String> deeper(Class<?> body, String name) {
        return components(body).stream()
                .filter(inner -> inner.getType().isRecord())
                .flatMap(inner -> components(inner.getType()).stream()
                        .map(RecordComponent::getName)
                        .map(NAMES::translate)
                        .filter(name::equals)
                        .map(field -> NAMES.translate(inner.getName()) + "." + field))
                .findFirst();
    }

    private static List<String> fields(UnrecognizedPropertyException e) {
        Class<?> body = e.getReferringClass();
        return body.isRecord()
                ? components(body).stream()
                        .map(RecordComponent::getName)
                        .map(NAMES::translate)
                        .toList()
                : e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
    }

    private static List<RecordComponent> components(Class<?> type) {
        return type.isRecord() ? Arrays.asList(type.getRecordComponents()) : List.of();
    }

    /** Halves of surrogate pairs become question marks, since no answer can hold them. */
    private static String clipped(String text) {
        String clipped = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return new String(clipped.getBytes(UTF_8), UTF_8);
    }
}
