package dev.renderfarm.coordinator.layout;

import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.coordinator.catalogue.PromptLibrary;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes layouts of what batches ask for, or says which field is wrong. */
public final class LayoutCheck {

    /** Of a layout as it is stored. */
    static final int MOST_BYTES = 1 << 20;

    private static final String TEMPLATE = "template:";
    /** What the fields of a batch without a preset are kept as. */
    private static final String UNNAMED = "fields";

    private static final int LONGEST_COLUMN = 200;
    /** Corrections of one line. */
    private static final int MOST_OF_LINE = 50;

    private final PromptLibrary catalogue;

    public LayoutCheck(PromptLibrary catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * @throws RequestRefusedException naming the field
     * @throws dev.renderfarm.objectstore.store.StorageUnavailableException if the bucket does not answer
     */
    public Layout of(BatchRequest.@Nullable Options options) {
        if (options == null) {
            return Layout.NONE;
        }
        Map<String, String> columns = new LinkedHashMap<>();
        Map<String, String> templates = new LinkedHashMap<>();
        mapping(options.mapping(), columns, templates);
        if (options.template() != null) {
            if (templates.containsKey(RequestField.PROMPT.wireName())) {
                throw refused("template", "the mapping has a template of the prompt already: keep one");
            }
            columns.remove(RequestField.PROMPT.wireName());
            templates.put(RequestField.PROMPT.wireName(), template("template", options.template()));
        }
        Preset named = options.preset() == null ? null : preset(options.preset());
        Preset preset = options.fields() == null ? named : over(named, options.fields());
        Map<String, List<String>> variants = variants(options.variants());
        Layout layout = new Layout(
                columns, templates, preset, variants, corrections(options.corrections()), images(options.images()));
        int bytes = Json.bytes(layout).length;
        if (bytes > MOST_BYTES) {
            throw refused(
                    "corrections",
                    "mapping, template, fields, variants, corrections and images have " + bytes + " bytes together, at"
                            + " most " + MOST_BYTES + " may be: mend the file itself");
        }
        return layout;
    }

    private void mapping(
            @Nullable Map<String, String> mapping, Map<String, String> columns, Map<String, String> templates) {
        if (mapping == null) {
            return;
        }
        mapping.forEach((name, column) -> {
            String param = "mapping." + name;
            RequestField field = field(name);
            boolean isNone = column == null || column.isBlank();
            if (column == null || (isNone && field.isRequired())) {
                throw refused(param, param + " is empty: name a column of the file, or template:TEXT");
            }
            boolean twice;
            if (isNone) {
                twice = columns.put(field.wireName(), "") != null;
            } else if (column.startsWith(TEMPLATE)) {
                if (field != RequestField.PROMPT && field != RequestField.NEGATIVE_PROMPT) {
                    throw refused(param, "only prompt and negative_prompt can be a template: name a column");
                }
                twice = templates.put(field.wireName(), template(param, column.substring(TEMPLATE.length()))) != null;
            } else {
                if (column.length() > LONGEST_COLUMN) {
                    throw refused(param, "the name of a column has at most " + LONGEST_COLUMN + " characters");
                }
                twice = columns.put(field.wireName(), column) != null;
            }
            if (twice) {
                throw refused(param, "custom_id and sku are the same field: keep one");
            }
        });
        columns.forEach((field, column) -> columns.forEach((other, same) -> {
            if (!field.equals(other)
                    && !column.isEmpty()
                    && NearNames.key(column).equals(NearNames.key(same))) {
                throw refused(
                        "mapping",
                        "the column \"" + column + "\" cannot be both " + field + " and " + other + ": keep one");
            }
        }));
    }

    private static RequestField field(String name) {
        return Arrays.stream(RequestField.values())
                .filter(field -> field.names().contains(name))
                .findFirst()
                .orElseThrow(() -> refused(
                        "mapping." + name,
                        "the farm has no field \"" + name + "\": "
                                + NearNames.suggestion(
                                        name,
                                        Arrays.stream(RequestField.values())
                                                .flatMap(field -> field.names().stream())
                                                .toList())));
    }

    /** A text with places or blanks is one itself; else it is the name of one, perhaps with its version. */
    private String template(String param, String given) {
        boolean isName = given.strip().matches("[A-Za-z0-9_-]+(@[0-9]{1,9})?");
        String text = isName
                ? catalogue
                        .template(given.strip())
                        .orElseThrow(() -> RequestRefusedException.notFound(
                                "renderfarm." + param,
                                "there is no template " + given.strip() + ": "
                                        + NearNames.suggestion(given.strip(), catalogue.templateNames())))
                        .prompt()
                : given;
        try {
            Template.parse(text);
            return text;
        } catch (TemplateFault e) {
            throw refused(param, String.valueOf(e.getMessage()));
        }
    }

    private Preset preset(String name) {
        return catalogue
                .preset(name)
                .orElseThrow(() -> RequestRefusedException.notFound(
                        "renderfarm.preset",
                        "there is no preset \"" + name + "\": " + NearNames.suggestion(name, catalogue.presetNames())));
    }

    /** The fields said with the batch, and what else the preset says. They are kept as one. */
    private static @Nullable Preset over(@Nullable Preset named, Map<String, String> fields) {
        Preset own = PromptLibrary.checkedPreset("renderfarm.fields", UNNAMED, null, fields);
        if (own.fields().isEmpty()) {
            return named;
        }
        if (named == null) {
            return own;
        }
        Map<String, String> all = new LinkedHashMap<>(named.fields());
        all.putAll(own.fields());
        return new Preset(named.name(), named.description(), all, named.source());
    }

    private static Map<String, List<String>> variants(@Nullable Map<String, List<String>> given) {
        Map<String, List<String>> variants = given == null ? Map.of() : given;
        try {
            Variants.of(variants);
            return variants;
        } catch (IllegalArgumentException e) {
            throw refused("variants", String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, FileId> images(@Nullable Map<String, String> given) {
        if (given == null) {
            return Map.of();
        }
        if (given.size() > BatchRequest.MOST_IMAGES) {
            throw refused(
                    "images",
                    "images has " + given.size() + " of them, at most " + BatchRequest.MOST_IMAGES
                            + " may be: let the lines name the ids of their files");
        }
        Map<String, FileId> images = new LinkedHashMap<>();
        given.forEach((name, file) -> {
            if (name.isBlank() || name.length() > BatchRequest.LONGEST_IMAGE_NAME) {
                throw refused(
                        "images", "a name in images must have 1 to " + BatchRequest.LONGEST_IMAGE_NAME + " characters");
            }
            images.put(name, imageFile(name, file));
        });
        return images;
    }

    private static FileId imageFile(String name, @Nullable String file) {
        try {
            return new FileId(String.valueOf(file));
        } catch (IllegalArgumentException e) {
            throw refused(
                    "images",
                    "images says \"" + file + "\" of \"" + name
                            + "\": name the id of a file, as POST /v1/files answers it");
        }
    }

    private static List<Correction> corrections(@Nullable List<Correction> given) {
        if (given == null) {
            return List.of();
        }
        if (given.size() > BatchRequest.MOST_CORRECTIONS) {
            throw refused(
                    "corrections",
                    "corrections has " + given.size() + " of them, at most " + BatchRequest.MOST_CORRECTIONS
                            + " may be: mend the file itself");
        }
        Map<Integer, Set<String>> fields = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String param = "corrections[" + i + "]";
            Correction correction = given.get(i);
            if (correction == null || correction.line() == null || correction.line() < 1) {
                throw refused(param, param + " needs a line, from 1");
            }
            boolean skips = Boolean.TRUE.equals(correction.skip());
            if (skips == (correction.field() != null)) {
                throw refused(param, param + " needs field and value, or skip: true");
            }
            if (correction.value() != null && correction.value().length() > Template.LONGEST_EXPANSION) {
                throw refused(param, param + " has a value of more than " + Template.LONGEST_EXPANSION + " characters");
            }
            if (correction.field() != null) {
                Set<String> ofLine = fields.computeIfAbsent(correction.line(), none -> new HashSet<>());
                checkOfLine(param, correction, ofLine);
            }
        }
        return given;
    }

    /** @param fields of the line that are corrected before */
    private static void checkOfLine(String param, Correction correction, Set<String> fields) {
        if (!fields.add(NearNames.key(String.valueOf(correction.field())))) {
            throw refused(
                    param,
                    param + " says \"" + correction.field() + "\" of line " + correction.line()
                            + " a second time: keep one");
        }
        if (fields.size() > MOST_OF_LINE) {
            throw refused(
                    param,
                    "line " + correction.line() + " has more than " + MOST_OF_LINE
                            + " corrections: mend the file itself");
        }
    }

    private static RequestRefusedException refused(String param, String message) {
        return RequestRefusedException.invalid("renderfarm." + param, message);
    }
}
