package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.task.NumberRange;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.InputValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Typed reading of one row; what is not of its type is reported once, and counts as not given. */
final class RowFields {

    /** Spreadsheets write 2 as 2.0 too; 2.000 may be two thousand. */
    private static final Pattern WHOLE_CELL = Pattern.compile("-?[0-9]{1,18}(\\.(0{1,2}|0{4,}))?");

    private static final Pattern DECIMAL_CELL = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,18})?");
    private static final Pattern JSON_NUMBER = Pattern.compile("-?[0-9]{1,64}(\\.[0-9]{1,64})?([eE][+-]?[0-9]{1,9})?");

    private static final Pattern SHARE = Pattern.compile("\\s*([1-9][0-9]{0,2})\\s*%\\s*");

    private final InputRow row;
    private final WarningList warnings;
    private final List<LineError> problems;

    RowFields(InputRow row, WarningList warnings) {
        this.row = row;
        this.problems = new ArrayList<>(row.problems());
        this.warnings = warnings;
    }

    int line() {
        return row.line();
    }

    /** Whether nothing has been reported of the row. */
    boolean isSound() {
        return problems.isEmpty();
    }

    List<LineError> problems() {
        return problems;
    }

    boolean has(RequestField field) {
        return row.value(field).isPresent();
    }

    void reject(RequestField field, FailureCode code, String message) {
        problems.add(new LineError(code, row.line(), name(field), message));
    }

    void reject(RequestField field, String message) {
        reject(field, FailureCode.INVALID_REQUEST, message);
    }

    /** Takes the field, and says what is made of it. The message is the same for every line of its kind. */
    void warn(RequestField field, WarningCode code, String message) {
        warnings.add(new LineWarning(code, row.line(), name(field), message));
    }

    private String name(RequestField field) {
        return row.value(field).map(InputValue::name).orElse(field.wireName());
    }

    @Nullable
    String text(RequestField field) {
        Optional<InputValue> value = row.value(field);
        if (value.isEmpty()) {
            return null;
        }
        if (value.get().kind() != InputValue.Kind.CELL && value.get().kind() != InputValue.Kind.STRING) {
            reject(field, "must be a string: put it in double quotes");
            return null;
        }
        return value.get().text();
    }

    /** A text, or the JSON of an object. */
    Optional<String> textOrJson(RequestField field) {
        return row.value(field)
                .filter(value -> value.kind() == InputValue.Kind.OTHER)
                .map(InputValue::text)
                .or(() -> Optional.ofNullable(text(field)));
    }

    /** Whether it is true, be it JSON's or a cell. */
    Optional<Boolean> flag(RequestField field) {
        Optional<InputValue> value = row.value(field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String text = value.get().text().strip().toLowerCase(Locale.ROOT);
        boolean typed =
                value.get().kind() == InputValue.Kind.CELL || value.get().kind() == InputValue.Kind.OTHER;
        if (!typed || !field.choices().contains(text)) {
            reject(field, "must be " + String.join(" or ", field.choices()));
            return Optional.empty();
        }
        return Optional.of(Boolean.valueOf(text));
    }

    /** One of the texts that the field may hold. */
    Optional<String> choice(RequestField field) {
        String text = text(field);
        if (text != null && !field.choices().contains(text)) {
            reject(field, "must be \"" + String.join("\" or \"", field.choices()) + "\"");
            return Optional.empty();
        }
        return Optional.ofNullable(text);
    }

    Optional<Long> integer(RequestField field) {
        return integer(field, field.range());
    }

    /** @param range where it is narrower than the field's */
    Optional<Long> integer(RequestField field, NumberRange range) {
        String text = number(field, WHOLE_CELL);
        if (text == null) {
            return Optional.empty();
        }
        if (isShortDigits(text) && range.contains(Integer.parseInt(text))) {
            return Optional.of(Long.valueOf(text));
        }
        if (text.isEmpty() || !range.contains(Double.parseDouble(text)) || !isWhole(text)) {
            reject(field, "must be a " + range);
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text).longValueExact());
    }

    /** As nearly every whole number is written. */
    private static boolean isShortDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 9;
    }

    private static boolean isWhole(String number) {
        return new BigDecimal(number).stripTrailingZeros().scale() <= 0;
    }

    /** A part of what counts without the field, such as {@code 50%}; empty where it says no such thing. */
    Optional<Double> share(RequestField field) {
        return row.value(field)
                .filter(value -> value.kind() == InputValue.Kind.CELL || value.kind() == InputValue.Kind.STRING)
                .map(value -> SHARE.matcher(value.text()))
                .filter(Matcher::matches)
                .map(share -> Integer.parseInt(share.group(1)) / 100.0);
    }

    Optional<Double> decimal(RequestField field) {
        String text = number(field, DECIMAL_CELL);
        if (text == null) {
            return Optional.empty();
        }
        if (text.isEmpty() || !field.range().contains(Double.parseDouble(text))) {
            reject(field, "must be a " + field.range() + ", with a point for decimals");
            return Optional.empty();
        }
        return Optional.of(Double.valueOf(text));
    }

    /** As {@link #decimal}, and true is 1, false is 0. */
    Optional<Double> decimalOrFlag(RequestField field) {
        String text = row.value(field)
                .filter(value -> value.kind() == InputValue.Kind.CELL || value.kind() == InputValue.Kind.OTHER)
                .map(value -> value.text().strip().toLowerCase(Locale.ROOT))
                .orElse("");
        return switch (text) {
            case "true" -> Optional.of(1.0);
            case "false" -> Optional.of(0.0);
            default -> decimal(field);
        };
    }

    /** The text of a number; empty where it is none, null where there is none to read. */
    private @Nullable String number(RequestField field, Pattern cell) {
        Optional<InputValue> value = row.value(field);
        if (value.isEmpty()) {
            return null;
        }
        switch (value.get().kind()) {
            case CELL, NUMBER -> {
                String text = value.get().text();
                if (isShortDigits(text)) {
                    return text;
                }
                Pattern syntax = value.get().kind() == InputValue.Kind.CELL ? cell : JSON_NUMBER;
                return syntax.matcher(text).matches() ? text : "";
            }
            case STRING -> reject(field, "must be a number: remove the quotes");
            case OTHER -> reject(field, "must be a number");
        }
        return null;
    }
}
