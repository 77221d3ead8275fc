package dev.renderfarm.coordinator.layout;

import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.task.RequestField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Combinations of values with which each line is asked for. Immutable. */
final class Variants {

    static final int MOST_NAMES = 5;
    static final int MOST_COMBINATIONS = 100;
    static final int LONGEST_VALUE = 500;

    private static final int LONGEST_LABEL = 40;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} _-]{0,62}");
    private static final Pattern GAPS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._]+");

    /**
     * One combination.
     *
     * @param label what the name of the line gets
     */
    record Variant(String label, Map<String, String> values) {

        /** The fields among them. */
        Map<RequestField, String> fields() {
            Map<RequestField, String> fields = new LinkedHashMap<>();
            values.forEach((name, value) -> field(name).ifPresent(field -> fields.put(field, value)));
            return fields;
        }

        /** Those that are no fields, which results carry. */
        Map<String, String> columns() {
            Map<String, String> columns = new LinkedHashMap<>(values);
            columns.keySet().removeIf(name -> field(name).isPresent());
            return columns;
        }
    }

    private final List<Variant> all;

    private Variants(List<Variant> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Every value with every other, the last name turning fastest; one that is nothing where there are no names.
     *
     * @throws IllegalArgumentException with what is wrong and what to do, for the user
     */
    static Variants of(Map<String, List<String>> given) {
        if (given.size() > MOST_NAMES) {
            throw new IllegalArgumentException(
                    "variants has " + given.size() + " names, at most " + MOST_NAMES + " may be");
        }
        List<Variant> all = List.of(new Variant("", Map.of()));
        Set<String> keys = new HashSet<>();
        for (Map.Entry<String, List<String>> entry : given.entrySet()) {
            check(entry.getKey(), entry.getValue());
            if (!keys.add(NearNames.key(entry.getKey()))) {
                throw new IllegalArgumentException("variants has \"" + entry.getKey() + "\" twice: keep one");
            }
            if ((long) all.size() * entry.getValue().size() > MOST_COMBINATIONS) {
                throw new IllegalArgumentException("variants makes more than " + MOST_COMBINATIONS
                        + " of each line: leave some out, or submit several batches");
            }
            all = times(all, entry.getKey(), entry.getValue());
        }
        Set<String> labels = new HashSet<>();
        for (Variant variant : all) {
            if (!labels.add(variant.label())) {
                throw new IllegalArgumentException("two variants would be called \"" + variant.label()
                        + "\": name them by what differs within their first " + LONGEST_LABEL + " characters");
            }
        }
        return new Variants(all);
    }

    List<Variant> all() {
        return all;
    }

    private static List<Variant> times(List<Variant> before, String name, List<String> values) {
        List<Variant> product = new ArrayList<>();
        for (Variant variant : before) {
            for (String value : values) {
                Map<String, String> both = new LinkedHashMap<>(variant.values());
                both.put(name, value.strip());
                product.add(new Variant(variant.label() + "-" + label(value), both));
            }
        }
        return product;
    }

    private static void check(String name, List<String> values) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a variant is called by letters, digits, blanks, _ and -, up to 63 of them," + " not \"" + name
                            + "\"");
        }
        if (RequestField.CUSTOM_ID.names().contains(name)
                || field(name).filter(Variants::cannotVary).isPresent()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" cannot vary: name what a template reads, or one of size,"
                            + " seed, num_inference_steps, guidance_scale, negative_prompt");
        }
        if (values == null || values.isEmpty()) {
            throw new IllegalArgumentException(
                    "variants." + name + " is empty: give it values, as in " + name + "=marble,oak");
        }
        for (String value : values) {
            if (value == null || value.isBlank() || value.length() > LONGEST_VALUE) {
                throw new IllegalArgumentException(
                        "a value of variants." + name + " must have 1 to " + LONGEST_VALUE + " characters");
            }
            if (label(value).isEmpty()) {
                throw new IllegalArgumentException("\"" + value + "\" of variants." + name
                        + " has no letter or digit: pictures are called after it");
            }
        }
    }

    private static boolean cannotVary(RequestField field) {
        return Preset.NOT_PRESET.contains(field)
                || field == RequestField.N
                || field == RequestField.OUTPUT_FORMAT
                || field == RequestField.OUTPUT_COMPRESSION
                || field == RequestField.PROFILE
                || field == RequestField.RESPONSE_FORMAT;
    }

    private static Optional<RequestField> field(String name) {
        return Preset.field(name);
    }

    private static String label(String value) {
        String gapless = GAPS.matcher(value.strip()).replaceAll("-").replaceAll("^-|-$", "");
        int end = gapless.codePointCount(0, gapless.length()) > LONGEST_LABEL
                ? gapless.offsetByCodePoints(0, LONGEST_LABEL)
                : gapless.length();
        return gapless.substring(0, end);
    }
}
