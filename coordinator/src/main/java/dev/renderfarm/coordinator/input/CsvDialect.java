package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.task.ImageEndpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a CSV is written, as its beginning shows.
 *
 * @param separator between cells: the one by which the header has the most names of the farm's, then the most columns
 * @param saysSo whether the first line does nothing but name the separator, as {@code sep=;} for Excel
 */
record CsvDialect(char separator, boolean saysSo) {

    /** All that separate cells, the likeliest first. */
    static final String SEPARATORS = ",;\t|";

    private static final Pattern LINE_OF_SEPARATOR =
            Pattern.compile("\\s*\"?sep=(.?)\"?[,;|\\s]*", Pattern.CASE_INSENSITIVE);
    private static final char QUOTE = '"';

    /** @param start the first characters of the text */
    static CsvDialect of(String start) {
        String header = header(start);
        Matcher matcher = LINE_OF_SEPARATOR.matcher(header);
        if (matcher.matches()) {
            return new CsvDialect(
                    matcher.group(1).isEmpty() ? ' ' : matcher.group(1).charAt(0), true);
        }
        char separator = Stream.of(',', ';', '\t', '|')
                .max(Comparator.<Character>comparingLong(candidate -> known(header, candidate))
                        .thenComparingInt(candidate -> cells(header, candidate).size())
                        .thenComparingInt(candidate -> -SEPARATORS.indexOf(candidate)))
                .orElse(',');
        return new CsvDialect(separator, false);
    }

    boolean isKnown() {
        return SEPARATORS.indexOf(separator) >= 0;
    }

    /** Whether a comma in a number can only be that of a decimal. */
    boolean hasDecimalCommas() {
        return separator != ',';
    }

    /** The first record in which anything stands but separators. */
    private static String header(String start) {
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < start.length(); i++) {
            char c = start.charAt(i);
            quoted ^= c == QUOTE;
            if (!quoted && (c == '\n' || c == '\r')) {
                String record = start.substring(begin, i);
                if (!record.chars().allMatch(each -> SEPARATORS.indexOf(each) >= 0 || Character.isWhitespace(each))) {
                    return record;
                }
                begin = i + 1;
            }
        }
        return start.substring(begin);
    }

    private static long known(String header, char separator) {
        return cells(header, separator).stream()
                .filter(cell -> FieldNames.named(FieldNames.key(cell), ImageEndpoint.EDITS)
                        .isPresent())
                .count();
    }

    private static List<String> cells(String header, char separator) {
        List<String> cells = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i <= header.length(); i++) {
            if (i == header.length() || (header.charAt(i) == separator && !quoted)) {
                cells.add(header.substring(begin, i).replace("\"", ""));
                begin = i + 1;
            } else {
                quoted ^= header.charAt(i) == QUOTE;
            }
        }
        return cells;
    }
}
