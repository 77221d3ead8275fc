package dev.renderfarm.coordinator.input;

import dev.renderfarm.common.task.RequestField;
import java.util.regex.Pattern;

/**
 * What a value says once the marks of spreadsheets and web pages are off it. Ids stay as they are written, prompts but
 * for their ends; names, numbers and choices lose characters that nobody sees.
 */
final class CellText {

    /** Spaces of any width, and characters without any: of the ends of a text they are no part. */
    private static final String UNSEEN =
            "[\\s\\p{Z}\\u00AD\\u180E\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]";

    private static final Pattern ENDS = Pattern.compile("^" + UNSEEN + "+|" + UNSEEN + "+$");
    private static final Pattern FORMAT_CHARACTERS = Pattern.compile("\\p{Cf}");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("-?[0-9]+,[0-9]+");
    private static final Pattern MAYBE_THOUSANDS = Pattern.compile("-?[1-9][0-9]{0,2},[0-9]{3}");

    static String of(RequestField field, String text) {
        return switch (field) {
            case CUSTOM_ID -> text;
            case PROMPT, NEGATIVE_PROMPT -> strip(text);
            default -> bare(text);
        };
    }

    /** As {@link #of}, in a CSV whose cells a comma does not separate: there it may be that of a decimal. */
    static String withPoint(RequestField field, String text) {
        String bare = of(field, text);
        boolean decimal = field.isNumber()
                && DECIMAL_COMMA.matcher(bare).matches()
                && !MAYBE_THOUSANDS.matcher(bare).matches();
        return decimal ? bare.replace(',', '.') : bare;
    }

    /** A name: of a column, a model or a choice. */
    static String bare(String text) {
        return strip(isAscii(text) ? text : FORMAT_CHARACTERS.matcher(text).replaceAll(""));
    }

    static boolean isBlank(String text) {
        return text.isEmpty() || (!isSeen(text.charAt(0)) && strip(text).isEmpty());
    }

    private static String strip(String text) {
        if (!text.isEmpty() && isSeen(text.charAt(0)) && isSeen(text.charAt(text.length() - 1))) {
            return text;
        }
        return ENDS.matcher(text).replaceAll("");
    }

    private static boolean isSeen(char c) {
        return (c > ' ' && c < 0x7F) || Character.isLetterOrDigit(c);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private CellText() {}
}
