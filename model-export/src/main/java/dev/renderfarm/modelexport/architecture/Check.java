package dev.renderfarm.modelexport.architecture;

/** Conditions of a model's sizes; the messages name the field as the checkpoint's configuration files do. */
final class Check {

    static void that(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    static void positive(String field, int value) {
        that(value > 0, field + " must be positive: " + value);
    }

    static void notNegative(String field, int value) {
        that(value >= 0, field + " must not be negative: " + value);
    }

    private Check() {}
}
