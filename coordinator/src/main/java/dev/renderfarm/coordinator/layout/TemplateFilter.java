package dev.renderfarm.coordinator.layout;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a place of a template may do to its value. */
enum TemplateFilter {
    LOWER,
    UPPER,
    TITLE,
    TRIM,
    /** Takes a number: so many characters at most, cut at a blank where there is one. */
    MAX;

    /** One that a place names, with its number. */
    record Use(TemplateFilter filter, int number) {

        String of(String value) {
            return switch (filter) {
                case LOWER -> value.toLowerCase(Locale.ROOT);
                case UPPER -> value.toUpperCase(Locale.ROOT);
                case TITLE -> titled(value);
                case TRIM -> value.strip();
                case MAX -> cut(value, number);
            };
        }
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<TemplateFilter> named(String name) {
        return Arrays.stream(values())
                .filter(filter -> filter.wireName().equals(name))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(TemplateFilter::wireName).toList();
    }

    private static String titled(String value) {
        StringBuilder titled = new StringBuilder(value.length());
        boolean begins = true;
        for (int i = 0; i < value.length(); ) {
            int c = value.codePointAt(i);
            titled.appendCodePoint(begins ? Character.toTitleCase(c) : c);
            begins = !Character.isLetterOrDigit(c) && c != '\'' && c != '’';
            i += Character.charCount(c);
        }
        return titled.toString();
    }

    private static String cut(String value, int most) {
        if (value.codePointCount(0, value.length()) <= most) {
            return value;
        }
        String start = value.substring(0, value.offsetByCodePoints(0, most));
        int end = value.offsetByCodePoints(0, most);
        int blank = start.lastIndexOf(' ');
        boolean betweenWords = value.charAt(end) == ' ' || blank <= 0;
        return (betweenWords ? start : start.substring(0, blank)).stripTrailing();
    }
}
