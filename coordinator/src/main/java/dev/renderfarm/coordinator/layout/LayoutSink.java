package dev.renderfarm.coordinator.layout;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.InputValue;
import dev.renderfarm.coordinator.input.RowSink;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lays a {@link Layout} over rows and hands on what has become of them: nothing of a line that is left out, one row for
 * each variant of another one. A template whose place no column of a CSV fills is a problem of the file; what is wrong
 * with one line is a problem of that.
 */
public final class LayoutSink implements RowSink {

    private static final int MOST_UNSEEN_TOLD = 10;

    private final RowSink next;
    private final Corrections corrections;
    private final Variants variants;
    private final Map<RequestField, Template> templates = new EnumMap<>(RequestField.class);
    private final @Nullable Preset preset;
    private final RowTexts texts = new RowTexts();
    private boolean columnsChecked;
    private boolean broken;
    private int skipped;

    /** @param layout that was checked when it was made */
    public LayoutSink(Layout layout, RowSink next) {
        this.next = next;
        this.corrections = new Corrections(layout.corrections());
        this.variants = Variants.of(layout.variants());
        this.preset = layout.preset();
        layout.templates().forEach((name, text) -> Preset.field(name)
                .ifPresent(field -> templates.put(field, Template.parse(text))));
    }

    /** Lines that corrections left out. */
    public int skipped() {
        return skipped;
    }

    /** No more rows come: says which corrections had no line. */
    public void finish() {
        List<Integer> unseen = broken ? List.of() : corrections.unseen();
        unseen.stream()
                .limit(MOST_UNSEEN_TOLD)
                .forEach(line -> next.problem(new LineError(
                        FailureCode.INVALID_REQUEST,
                        line,
                        "corrections",
                        "a correction names line " + line
                                + ", where the file asks for nothing: leave it out, or name the"
                                + " line where the row begins")));
    }

    @Override
    public void row(InputRow row) {
        boolean skip = corrections.skip(row.line());
        skipped += skip ? 1 : 0;
        if (row.values().isEmpty() && row.columns().isEmpty()) {
            if (!skip) {
                next.row(row);
            }
            return;
        }
        Corrections.Corrected corrected = corrections.on(row);
        Map<String, String> said = texts.of(corrected.row());
        if (skip) {
            return;
        }
        if (!columnsChecked) {
            columnsChecked = true;
            broken = !namesAreKnown(corrected.row(), said);
        }
        if (!broken) {
            hand(corrected, said);
        }
    }

    private void hand(Corrections.Corrected row, Map<String, String> said) {
        for (Variants.Variant variant : variants.all()) {
            if (!next.wantsMore()) {
                return;
            }
            next.row(varied(row, said, variant));
        }
    }

    private boolean namesAreKnown(InputRow row, Map<String, String> said) {
        boolean isCsv = row.values().values().stream().anyMatch(value -> value.kind() == InputValue.Kind.CELL)
                && row.values().values().stream().noneMatch(value -> value.kind() == InputValue.Kind.STRING);
        boolean known = true;
        for (Map.Entry<RequestField, Template> template : templates.entrySet()) {
            for (Map.Entry<String, Boolean> place : template.getValue().names().entrySet()) {
                String name = place.getKey();
                if (isCsv && !texts.knows(name, said, variantNames()) && !isLeftOut(place, row)) {
                    next.problem(new LineError(
                            FailureCode.INVALID_REQUEST,
                            null,
                            template.getKey().wireName(),
                            "the template reads {" + name + "}, which the file does not have: "
                                    + NearNames.suggestion(name, texts.names(row, variantNames()))));
                    known = false;
                }
            }
        }
        return known;
    }

    /** A place with a default needs no column, unless one is called nearly so. */
    private boolean isLeftOut(Map.Entry<String, Boolean> place, InputRow row) {
        return place.getValue()
                && NearNames.nearest(place.getKey(), texts.names(row, variantNames()))
                        .isEmpty();
    }

    private InputRow varied(Corrections.Corrected corrected, Map<String, String> said, Variants.Variant variant) {
        InputRow row = corrected.row();
        Map<RequestField, InputValue> values = new EnumMap<>(RequestField.class);
        values.putAll(row.values());
        List<LineError> problems = new ArrayList<>(row.problems());
        TemplateValues read = texts.values(said, variant.values());
        templates.forEach((field, template) -> expand(corrected, field, template, read, values, problems));
        values.putAll(corrected.fields());
        if (preset != null) {
            preset.fields().forEach((name, value) -> Preset.field(name)
                    .ifPresent(field -> values.putIfAbsent(field, cell(name, value))));
        }
        variant.fields().forEach((field, value) -> values.put(field, cell(field.wireName(), value)));
        InputValue id = values.get(RequestField.CUSTOM_ID);
        if (id != null && !variant.label().isEmpty()) {
            values.put(
                    RequestField.CUSTOM_ID,
                    new InputValue(id.name(), id.kind(), id.text().strip() + variant.label()));
        }
        Map<String, String> columns = new LinkedHashMap<>(variant.columns());
        row.columns().forEach(columns::putIfAbsent);
        return new InputRow(row.line(), values, columns, problems);
    }

    private static void expand(
            Corrections.Corrected row,
            RequestField field,
            Template template,
            TemplateValues read,
            Map<RequestField, InputValue> values,
            List<LineError> problems) {
        Template.Expansion expanded = template.expand(read);
        if (expanded.missing().isEmpty()) {
            values.put(field, cell(field.wireName(), expanded.text()));
            return;
        }
        values.remove(field);
        if (row.fields().containsKey(field)) {
            return;
        }
        for (String name : expanded.missing()) {
            problems.add(new LineError(
                    FailureCode.INVALID_REQUEST,
                    row.row().line(),
                    field.wireName(),
                    "{" + name + "} is empty in this line and has no default: fill the cell, or write {" + name
                            + "|what stands instead}"));
        }
    }

    private Set<String> variantNames() {
        return variants.all().get(0).values().keySet();
    }

    private static InputValue cell(String name, String text) {
        return new InputValue(name, InputValue.Kind.CELL, text);
    }

    @Override
    public void problem(LineError error) {
        next.problem(error);
    }

    @Override
    public void warning(LineWarning warning) {
        next.warning(warning);
    }

    @Override
    public boolean wantsMore() {
        return !broken && next.wantsMore();
    }
}
