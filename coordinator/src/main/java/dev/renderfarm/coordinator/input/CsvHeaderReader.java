package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.manifest.ManifestText;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.batch.ManifestColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what the columns of a header mean. Used once. */
final class CsvHeaderReader {

    /** What exports of shops call the id of a line, where none is called as the farm calls it; the first wins. */
    private static final List<String> IDS_OF_SHOPS = List.of("variant_sku", "item_sku", "seller_sku", "id");

    private static final String NO_HEADER =
            "the line is no header that the farm can use: it has to name the columns, as"
                    + " \"sku,prompt\" does, and every row has an id of its own and a prompt, as \"MUG-1,a red mug\"";

    private final int line;
    private final List<String> names;
    private final List<String> keys;
    private final boolean strict;
    private final ColumnRules rules;
    private final boolean manifest;
    private final @Nullable String idOfShop;
    private final boolean isOfShop;
    private final Map<RequestField, String> seen = new EnumMap<>(RequestField.class);
    private final Set<String> carried = new LinkedHashSet<>();
    /** Of the carried, those that are called like a field and are none, as is known. */
    private final Set<String> setAside = new HashSet<>();

    private final List<LineError> problems = new ArrayList<>();
    private final List<LineWarning> warnings = new ArrayList<>();

    CsvHeaderReader(int line, List<String> cells, boolean strict, ColumnRules rules) {
        this.line = line;
        this.strict = strict;
        this.rules = rules;
        this.manifest = ManifestColumns.areOfAManifest(
                cells.stream().map(FieldNames::key).toList());
        this.names = cells.stream()
                .map(cell -> manifest ? ManifestText.read(cell) : cell)
                .map(CellText::bare)
                .toList();
        this.keys = names.stream().map(FieldNames::key).toList();
        this.isOfShop = !manifest && ShopColumns.of(Set.copyOf(keys)).isPresent();
        this.idOfShop = rules.replaces(RequestField.CUSTOM_ID)
                        || keys.stream().anyMatch(RequestField.CUSTOM_ID.names()::contains)
                ? null
                : IDS_OF_SHOPS.stream().filter(keys::contains).findFirst().orElse(null);
    }

    CsvHeader read() {
        List<CsvHeader.Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(column(name, FieldNames.key(name)));
        }
        if (manifest) {
            warn(
                    null,
                    "the file is a batch's manifest: its columns of results, such as status, are not read, and size is width and"
                            + " height");
        }
        boolean usable = nameMissing();
        if (usable) {
            carried.forEach(this::judge);
        }
        return new CsvHeader(columns, problems, warnings, usable, manifest, sides());
    }

    /** A manifest tells the size of a picture by its sides. */
    private CsvHeader.@Nullable Sides sides() {
        int width = keys.indexOf("width");
        int height = keys.indexOf("height");
        return manifest && width >= 0 && height >= 0 ? new CsvHeader.Sides(width, height) : null;
    }

    private CsvHeader.Column column(String name, String key) {
        if (name.isEmpty()) {
            return CsvHeader.Column.ignored(name);
        }
        if (manifest
                && key.equals(RequestField.IMAGE.wireName())
                && rules.of(name).isEmpty()) {
            return CsvHeader.Column.ignored(name);
        }
        Optional<RequestField> field = rules.of(name)
                .or(() -> key.equals(idOfShop)
                        ? Optional.of(RequestField.CUSTOM_ID)
                        : rules.named(key).filter(own -> !rules.replaces(own)));
        boolean isOfProduct = isOfShop
                && rules.of(name).isEmpty()
                && field.filter(ShopColumns.OF_PRODUCTS::contains).isPresent();
        if (field.isPresent() && !isOfProduct) {
            return ofTheFarm(name, field.get());
        }
        if (manifest && ManifestColumns.RESULTS.contains(key)) {
            return CsvHeader.Column.ignored(name);
        }
        String unique = name;
        for (int number = 2; !carried.add(unique); number++) {
            unique = name + " (" + number + ")";
        }
        if (isOfProduct) {
            warn(
                    name,
                    "is taken for the product's, as in exports of shops, and not for the picture's: where it is the"
                            + " picture's, map " + key + " to it");
        }
        if (isOfProduct || rules.named(key).filter(rules::isSetAside).isPresent()) {
            setAside.add(unique);
        }
        return CsvHeader.Column.carried(unique);
    }

    private CsvHeader.Column ofTheFarm(String name, RequestField field) {
        String first = seen.putIfAbsent(field, name);
        if (first != null) {
            problem(name, "columns \"" + first + "\" and \"" + name + "\" are the same: keep one");
        } else if (idOfShop != null && field == RequestField.CUSTOM_ID) {
            warnings.add(new LineWarning(
                    WarningCode.READ_AS_SKU, line, name, "is read as the sku, since no column is called so"));
        }
        return CsvHeader.Column.of(name, field);
    }

    /** @return whether all that is needed is there */
    private boolean nameMissing() {
        List<RequestField> missing = Arrays.stream(RequestField.values())
                .filter(field -> field.isRequired() && !seen.containsKey(field))
                .filter(field -> !rules.replaces(field))
                .toList();
        Map<RequestField, String> notThere = rules.missingIn(Set.copyOf(keys));
        notThere.forEach((field, column) -> problem(
                field.wireName(),
                "the mapping reads it from the column \"" + column + "\", which the file does not have: "
                        + FieldNames.suggestion(column, names)));
        if (seen.isEmpty()
                && rules.areNone()
                && carried.stream().allMatch(name -> FieldNames.near(name, rules.endpoint())
                        .isEmpty())) {
            problems.add(new LineError(FailureCode.INVALID_REQUEST, line, null, NO_HEADER));
            return false;
        }
        for (RequestField field : missing) {
            String wanted = field == RequestField.CUSTOM_ID ? "sku" : field.wireName();
            String mend = carried.stream()
                    .filter(name -> FieldNames.near(name, rules.endpoint())
                            .filter(field::equals)
                            .isPresent())
                    .findFirst()
                    .map(name -> "did you mean it by \"" + name + "\"?")
                    .orElse("the first line must name it");
            problem(wanted, "column \"" + wanted + "\" is missing: " + mend);
        }
        return missing.isEmpty() && notThere.isEmpty();
    }

    private void judge(String name) {
        if (rules.reads(name) || setAside.contains(name)) {
            return;
        }
        if (strict) {
            problem(name, "unknown column \"" + name + "\": " + FieldNames.suggestion(name, rules.endpoint()));
            return;
        }
        FieldNames.near(name, rules.endpoint())
                .filter(field -> !field.isRequired() && !seen.containsKey(field))
                .ifPresent(field -> warn(name, FieldNames.question(field)));
    }

    private void problem(String column, String message) {
        problems.add(new LineError(FailureCode.INVALID_REQUEST, line, column, message));
    }

    private void warn(@Nullable String column, String message) {
        warnings.add(new LineWarning(WarningCode.COLUMN_NOT_READ, line, column, message));
    }
}
