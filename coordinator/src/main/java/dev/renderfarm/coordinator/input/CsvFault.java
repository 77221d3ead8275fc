package dev.renderfarm.coordinator.input;

import de.siegmar.fastcsv.reader.CsvParseException;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.failure.FailureCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says for people why a row of a CSV cannot be read, since the words of the parser name its insides. */
final class CsvFault {

    private static final Pattern LINE = Pattern.compile("starting at line (\\d+)");

    static LineError of(CsvParseException e, InputLimits limits) {
        String original = String.valueOf(e.getMessage());
        Matcher line = LINE.matcher(original);
        return new LineError(
                FailureCode.INVALID_REQUEST,
                line.find() ? Integer.valueOf(line.group(1)) : null,
                null,
                reason(original, limits.maxRowLength()));
    }

    private static String reason(String original, int longest) {
        if (original.startsWith("Unexpected character after closing quote")) {
            return "a quote stands inside a cell that is in quotes itself: double it, as in \"a 27\"\" monitor\"";
        }
        if (original.startsWith("Unclosed quoted field")) {
            return "a cell begins with a quote that nothing closes: close it, or double it where it belongs to the text";
        }
        if (original.contains("maximum limit of")) {
            return "the row has more than " + InputLimits.MAX_CELLS + " cells: delete the columns that are empty";
        }
        if (original.contains("exceeds the max") || original.contains("maximum buffer size")) {
            return "the row is longer than " + longest
                    + " characters: shorten it, or close the quote that a cell begins with";
        }
        return "the row cannot be read: put cells with quotes, separators or line breaks in double quotes, and double the"
                + " quotes in them";
    }

    private CsvFault() {}
}
