package dev.renderfarm.coordinator.layout;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.id.FileId;
import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.input.ColumnRules;
import dev.renderfarm.coordinator.input.ShopColumns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What lies over the rows of a file, with every name looked up already: it stands in the bucket beside the submission,
 * so that validation lays over the same as the plan did, whatever has become of presets and templates since.
 *
 * @param columns of fields, by wire name; empty where no column is the field
 * @param templates of fields, by wire name
 * @param preset what silent lines ask for, the batch's own fields over it; null where nothing
 * @param variants values by name, in order: each line is asked for once with each combination
 * @param images uploaded pictures by the names that lines call them
 */
public record Layout(
        Map<String, String> columns,
        Map<String, String> templates,
        @Nullable Preset preset,
        Map<String, List<String>> variants,
        List<Correction> corrections,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, FileId> images) {

    /** Nothing: rows are what the file says. */
    public static final Layout NONE = new Layout(Map.of(), Map.of(), null, Map.of(), List.of());

    public Layout {
        columns = columns == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        templates = templates == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(templates));
        variants = variants == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(variants));
        corrections = corrections == null ? List.of() : List.copyOf(corrections);
        images = images == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(images));
    }

    /** Of a batch without pictures that lines may name. */
    public Layout(
            Map<String, String> columns,
            Map<String, String> templates,
            @Nullable Preset preset,
            Map<String, List<String>> variants,
            List<Correction> corrections) {
        this(columns, templates, preset, variants, corrections, Map.of());
    }

    /** Whether rows are what the file says. */
    public boolean changesNoRow() {
        return columns.isEmpty()
                && templates.isEmpty()
                && preset == null
                && variants.isEmpty()
                && corrections.isEmpty();
    }

    public ColumnRules columnRules(ImageEndpoint endpoint) {
        Map<RequestField, String> mapped = new EnumMap<>(RequestField.class);
        List<RequestField> supplied = new ArrayList<>();
        columns.forEach((field, column) -> Preset.field(field).ifPresent(known -> {
            if (column.isEmpty()) {
                supplied.add(known);
            } else {
                mapped.put(known, column);
            }
        }));
        templates.keySet().forEach(field -> Preset.field(field).ifPresent(supplied::add));
        return new ColumnRules(endpoint, mapped, Set.copyOf(supplied), readByTemplates());
    }

    /** What its templates read, and what shops call that. */
    private Set<String> readByTemplates() {
        Set<String> read = new HashSet<>();
        for (String text : templates.values()) {
            for (String name : Template.parse(text).names().keySet()) {
                read.add(name);
                read.addAll(ShopColumns.called(NearNames.key(name)));
            }
        }
        return read;
    }
}
