package dev.renderfarm.common.catalogue;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.task.RequestField;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What lines ask for that are silent.
 *
 * @param description for people
 * @param fields values by the wire names of fields, as a cell would hold them
 * @param source where it is kept; null in what is stored
 */
public record Preset(
        String name,
        @Nullable String description,
        Map<String, String> fields,
        @Nullable CatalogueSource source) {

    /** What no preset can say: it differs from line to line. */
    public static final Set<RequestField> NOT_PRESET =
            Collections.unmodifiableSet(EnumSet.of(RequestField.CUSTOM_ID, RequestField.PROMPT, RequestField.MODEL));

    public static final int LONGEST_VALUE = 2_000;
    public static final int LONGEST_DESCRIPTION = 500;

    public Preset {
        requireNonNull(name, "name is null");
        CatalogueName.check(name);
        fields = fields == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException("the description has more than " + LONGEST_DESCRIPTION + " characters");
        }
        fields.forEach((field, value) -> {
            if (field(field).filter(known -> !NOT_PRESET.contains(known)).isEmpty()) {
                throw new IllegalArgumentException("a preset cannot say \"" + field + "\"");
            }
            if (value == null || value.isBlank() || value.length() > LONGEST_VALUE) {
                throw new IllegalArgumentException(field + " must have 1 to " + LONGEST_VALUE + " characters");
            }
        });
    }

    public Preset from(CatalogueSource where) {
        return new Preset(name, description, fields, where);
    }

    /** The field of that wire name. */
    public static Optional<RequestField> field(String wireName) {
        return Arrays.stream(RequestField.values())
                .filter(field -> field.wireName().equals(wireName))
                .findFirst();
    }
}
