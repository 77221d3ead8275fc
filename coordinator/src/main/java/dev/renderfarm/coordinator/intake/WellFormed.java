package dev.renderfarm.coordinator.intake;

/** What text must be to survive JSON, a tokenizer and a PNG's metadata. */
final class WellFormed {

    /** No half of a surrogate pair stands alone. */
    static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** Other than tab and line breaks. */
    static boolean hasControlCharacters(String text) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r');
    }

    private WellFormed() {}
}
