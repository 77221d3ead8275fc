package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.task.ImageEndpoint;
import dev.renderfarm.common.task.RequestField;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds fields by what the input calls them. */
public final class FieldNames {

    private static final int NEAR = 3;
    private static final int LONG = 6;
    private static final int MOST_NAMED = 12;

    /** The field of that exact name, of those that the endpoint has. */
    static Optional<RequestField> named(String name, ImageEndpoint endpoint) {
        return endpoint.fields().stream()
                .filter(field -> field.names().contains(name))
                .findFirst();
    }

    /** Whether a column of the name is told from a field by no more than case and gaps. */
    public static boolean isOne(String column, ImageEndpoint endpoint) {
        return named(key(column), endpoint).isPresent();
    }

    /** A column's name as fields are written: without regard to case, and with one kind of gap between words. */
    static String key(String name) {
        return CellText.bare(name).toLowerCase(Locale.ROOT).replaceAll("[\\s\\p{Z}_-]+", "_");
    }

    /** The field that a name is a slip of the pen away from, if there is one. */
    static Optional<RequestField> near(String unknown, ImageEndpoint endpoint) {
        String key = key(unknown);
        return allNames(endpoint).stream()
                .filter(name -> name.length() >= NEAR && distance(key, name) <= (name.length() < LONG ? 1 : 2))
                .min(Comparator.comparingInt(name -> distance(key, name)))
                .flatMap(name -> named(name, endpoint));
    }

    /** What is asked of whoever wrote a name near the field's. */
    static String question(RequestField field) {
        return "is not read: did you mean \"" + field.wireName() + "\"?";
    }

    /** The mend for a name that none of those has: the nearest one, or the first few of them. */
    public static String suggestion(String unknown, List<String> names) {
        return nearest(unknown, names)
                .map(name -> "did you mean \"" + name + "\"?")
                .orElseGet(() -> "it has "
                        + names.stream()
                                .filter(name -> !name.isEmpty())
                                .limit(MOST_NAMED)
                                .map(name -> "\"" + name + "\"")
                                .collect(Collectors.joining(", "))
                        + (names.size() > MOST_NAMED ? " and more" : ""));
    }

    /** The one of those that a name is a slip of the pen away from. */
    static Optional<String> nearest(String unknown, Collection<String> names) {
        String wanted = key(unknown);
        return names.stream()
                .filter(name -> !name.isEmpty()
                        && distance(wanted, key(name))
                                <= Math.min(NEAR, key(name).length() / 2))
                .min(Comparator.comparingInt(name -> distance(wanted, key(name))));
    }

    /** The mend for a name that no field has: the nearest one, or all there are. */
    static String suggestion(String unknown, ImageEndpoint endpoint) {
        String wanted = key(unknown);
        return allNames(endpoint).stream()
                .filter(name -> distance(wanted, name) <= Math.min(NEAR, name.length() / 2))
                .min(Comparator.comparingInt(name -> distance(wanted, name)))
                .map(name -> "did you mean \"" + name + "\"?")
                .orElseGet(() -> "known are " + String.join(", ", allNames(endpoint)));
    }

    private static List<String> allNames(ImageEndpoint endpoint) {
        return endpoint.fields().stream()
                .flatMap(field -> field.names().stream())
                .toList();
    }

    /**
     * Edits between two texts, of which one swaps two neighbours; a name much longer than any field is far from all of
     * them.
     */
    private static int distance(String a, String b) {
        if (a.length() > b.length() + NEAR) {
            return Integer.MAX_VALUE;
        }
        int[] beforePrevious = new int[0];
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(previous[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], 1 + beforePrevious[j - 2]);
                }
            }
            beforePrevious = previous;
            previous = row;
        }
        return previous[b.length()];
    }

    private FieldNames() {}
}
