package dev.renderfarm.coordinator.layout;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what a name was meant for. */
final class NearNames {

    private static final int MOST_NAMED = 12;
    private static final int LONGEST = 60;

    /** The one that a name is one or two slips of the pen away from. */
    static Optional<String> nearest(String unknown, Collection<String> names) {
        String wanted = key(unknown);
        return names.stream()
                .filter(name -> distance(wanted, key(name)) <= (Math.min(wanted.length(), name.length()) < 5 ? 1 : 2))
                .filter(name -> name.length() > 2)
                .min(Comparator.comparingInt(name -> distance(wanted, key(name))));
    }

    static String suggestion(String unknown, Collection<String> names) {
        return nearest(unknown, names)
                .map(name -> "did you mean \"" + name + "\"?")
                .orElseGet(() -> {
                    String known = names.stream().limit(MOST_NAMED).collect(Collectors.joining("\", \"", "\"", "\""));
                    return names.isEmpty()
                            ? "there are none"
                            : "there are " + known + (names.size() > MOST_NAMED ? " …" : "");
                });
    }

    /** Columns are told apart without regard to case and kinds of gaps. */
    static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s\\p{Z}_-]+", "_");
    }

    private static int distance(String a, String b) {
        if (a.length() > LONGEST || b.length() > LONGEST) {
            return Integer.MAX_VALUE;
        }
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }

    private NearNames() {}
}
