package dev.renderfarm.coordinator.input;

/**
 * What a row says of one field.
 *
 * @param name of the field as the input writes it, for example {@code sku} or {@code body.prompt}
 * @param text the value as it stands in the input
 */
public record InputValue(String name, Kind kind, String text) {

    /** What the format tells of a value's type. */
    public enum Kind {
        /** A cell of a CSV, which has no types. */
        CELL,
        STRING,
        NUMBER,
        /** True, false, or the JSON of an array or an object. */
        OTHER
    }
}
