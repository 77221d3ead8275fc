package dev.renderfarm.coordinator.layout;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with places: {@code {name}}, {@code {name|filter|default}}. Immutable. The grammar stands in docs/input.md.
 * Expansion takes time in proportion to template and values, and what a value says is never read as a template.
 */
public final class Template {

    /** Of an expansion, in characters: no model reads as much. */
    public static final int LONGEST_EXPANSION = 16_000;

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern EMPTY_PIECES = Pattern.compile("\\s*([,，])\\s*[,，][\\s,，]*");
    private static final Pattern BLANK_BEFORE = Pattern.compile("\\s+([,，.;。])");
    private static final Pattern AT_THE_ENDS = Pattern.compile("^[\\s,，]+|[\\s,，]+$");

    /** Text as it is, or a place. */
    sealed interface Part {}

    record Text(String text) implements Part {}

    /** @param otherwise where the value is empty; null where that is a mistake of the line */
    record Place(
            String name,
            List<TemplateFilter.Use> filters,
            @Nullable String otherwise) implements Part {
        Place {
            filters = List.copyOf(filters);
        }

        String filtered(String value) {
            String filtered = value;
            for (TemplateFilter.Use use : filters) {
                filtered = use.of(filtered);
            }
            return filtered;
        }
    }

    /**
     * What has become of it with the values of a line.
     *
     * @param missing names of places without value and default; with any the text is of no use
     */
    record Expansion(String text, Set<String> missing) {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** @throws TemplateFault saying what is wrong and where */
    public static Template parse(String text) {
        return new Template(new TemplateParser(text).parts());
    }

    /** What its places are called, in their order, and whether any of that name does without a value. */
    Map<String, Boolean> names() {
        Map<String, Boolean> names = new LinkedHashMap<>();
        for (Part part : parts) {
            if (part instanceof Place place) {
                names.merge(place.name(), place.otherwise() != null, Boolean::logicalAnd);
            }
        }
        return names;
    }

    Expansion expand(TemplateValues values) {
        StringBuilder text = new StringBuilder();
        Set<String> missing = new LinkedHashSet<>();
        boolean leftOut = false;
        for (Part part : parts) {
            if (part instanceof Text plain) {
                text.append(plain.text());
            } else if (part instanceof Place place) {
                Optional<String> said = values.of(place.name()).filter(value -> !value.isEmpty());
                Optional<String> value = said.or(() -> Optional.ofNullable(place.otherwise()));
                if (value.isEmpty()) {
                    missing.add(place.name());
                } else if (text.length() < LONGEST_EXPANSION) {
                    String filled = said.map(place::filtered).orElse(value.get());
                    leftOut |= filled.isEmpty();
                    append(text, filled);
                }
            }
        }
        return new Expansion(leftOut ? closed(text.toString()) : text.toString(), missing);
    }

    /** A value as places take it: without HTML and needless blanks, and no longer than an expansion. */
    static String clean(String value) {
        String clean = BLANKS.matcher(HtmlText.of(value)).replaceAll(" ").strip();
        return clean.substring(0, Math.min(clean.length(), LONGEST_EXPANSION));
    }

    private static void append(StringBuilder text, String value) {
        int free = Math.max(0, LONGEST_EXPANSION - text.length());
        text.append(value, 0, Math.min(free, value.length()));
    }

    /** Closes the gaps that places without anything leave: no blanks or commas stand beside one another. */
    private static String closed(String text) {
        String closed = BLANKS.matcher(text).replaceAll(" ");
        closed = EMPTY_PIECES.matcher(closed).replaceAll("$1 ");
        closed = BLANK_BEFORE.matcher(closed).replaceAll("$1");
        return AT_THE_ENDS.matcher(closed).replaceAll("");
    }
}
