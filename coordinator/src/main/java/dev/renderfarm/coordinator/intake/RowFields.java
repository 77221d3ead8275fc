package dev.renderfarm.coordinator.intake;

import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.coordinator.input.InputField;
import dev.renderfarm.coordinator.input.InputRow;
import dev.renderfarm.coordinator.input.InputValue;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Typed reading of one row; what is not of its type is reported once, and counts as not given. */
final class RowFields {

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,18})?");

    private final InputRow row;
    private final ErrorList errors;
    private boolean sound = true;

    RowFields(InputRow row, ErrorList errors) {
        this.row = row;
        this.errors = errors;
    }

    int line() {
        return row.line();
    }

    /** Whether nothing has been reported of the row. */
    boolean isSound() {
        return sound;
    }

    boolean has(InputField field) {
        return row.value(field).isPresent();
    }

    void reject(InputField field, FailureCode code, String message) {
        sound = false;
        String name = row.value(field).map(InputValue::name).orElse(field.wireName());
        errors.add(new LineError(code, row.line(), name, message));
    }

    void reject(InputField field, String message) {
        reject(field, FailureCode.INVALID_REQUEST, message);
    }

    @Nullable
    String text(InputField field) {
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

    long integer(InputField field, long smallest, long largest, long otherwise) {
        String text = number(field, INTEGER);
        if (text == null) {
            return otherwise;
        }
        long number = text.isEmpty() ? Long.MIN_VALUE : Long.parseLong(text);
        if (number < smallest || number > largest) {
            reject(field, "must be a whole number from " + smallest + " to " + largest);
            return otherwise;
        }
        return number;
    }

    double decimal(InputField field, double largest, double otherwise) {
        String text = number(field, DECIMAL);
        if (text == null) {
            return otherwise;
        }
        double number = text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        if (!(number >= 0 && number <= largest)) {
            reject(field, "must be a number from 0 to " + largest + ", with a point for decimals");
            return otherwise;
        }
        return number;
    }

    /** As {@link #decimal}, and true is 1, false is 0. */
    double decimalOrFlag(InputField field, double largest, double otherwise) {
        String text = row.value(field)
                .filter(value -> value.kind() == InputValue.Kind.CELL || value.kind() == InputValue.Kind.OTHER)
                .map(value -> value.text().strip().toLowerCase(Locale.ROOT))
                .orElse("");
        return switch (text) {
            case "true" -> 1;
            case "false" -> 0;
            default -> decimal(field, largest, otherwise);
        };
    }

    /** The text of a number; empty where it is none, null where there is none to read. */
    private @Nullable String number(InputField field, Pattern syntax) {
        Optional<InputValue> value = row.value(field);
        if (value.isEmpty()) {
            return null;
        }
        switch (value.get().kind()) {
            case CELL, NUMBER -> {
                String text = value.get().text().strip();
                return syntax.matcher(text).matches() ? text : "";
            }
            case STRING -> reject(field, "must be a number: remove the quotes");
            case OTHER -> reject(field, "must be a number");
        }
        return null;
    }
}
