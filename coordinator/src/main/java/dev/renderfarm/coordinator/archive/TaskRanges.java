package dev.renderfarm.coordinator.archive;

import dev.renderfarm.coordinator.http.RequestRefusedException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Tasks of a batch by their indexes, such as {@code 0-11,15}.
 *
 * @param ranges at least one
 */
public record TaskRanges(List<Range> ranges) {

    /** What a text of them looks like, as a parameter tells it. */
    public static final String PATTERN = "^[0-9]{1,9}(-[0-9]{1,9})?(,[0-9]{1,9}(-[0-9]{1,9})?)*$";

    /** So many characters fit into an address. */
    public static final int LONGEST = 4_000;

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})(?:-([0-9]{1,9}))?");

    /** From the first index to the last one. */
    public record Range(int first, int last) {}

    public TaskRanges {
        ranges = List.copyOf(ranges);
    }

    /** @throws RequestRefusedException if the text is none, naming {@code param} */
    public static TaskRanges parse(String param, String text) {
        if (text.length() > LONGEST) {
            throw refused(param, "has more than " + LONGEST + " characters: ask for a part of them at a time");
        }
        List<Range> ranges = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Matcher range = RANGE.matcher(one);
            if (!range.matches()) {
                throw refused(param, "names tasks by index, such as 0-11,15, and not by '" + one + "'");
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first) {
                throw refused(param, "has a range that ends before it begins: " + one);
            }
            ranges.add(new Range(first, last));
        }
        return new TaskRanges(ranges);
    }

    private static RequestRefusedException refused(String param, String why) {
        return RequestRefusedException.invalid(param, param + " " + why);
    }

    /** Each once, in order. @param total tasks that there are: what is beyond is left out */
    IntStream indexes(int total) {
        BitSet indexes = new BitSet();
        ranges.stream()
                .filter(range -> range.first() < total)
                .forEach(range -> indexes.set(range.first(), Math.min(range.last() + 1, total)));
        return indexes.stream();
    }
}
