package dev.renderfarm.common.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shortens names to a number of bytes in UTF-8, since disks and object stores count those. A cut falls only where a
 * reader sees one character end: between grapheme clusters (Unicode UAX #29, with the conjuncts of Indic scripts).
 */
public final class TextCut {

    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /**
     * Signs that join the letters around them into one: viramas, also those that show as a stacker or a pure killer.
     */
    private static final Pattern VIRAMA =
            Pattern.compile("[\\x{94D}\\x{9CD}\\x{A4D}\\x{ACD}\\x{B4D}\\x{BCD}\\x{C4D}\\x{CCD}\\x{D4D}\\x{DCA}"
                    + "\\x{F84}\\x{1039}\\x{17D2}\\x{1A60}\\x{1B44}\\x{1BAB}\\x{A9C0}\\x{AAF6}\\x{11046}\\x{11133}]");

    private static final char ZERO_WIDTH_JOINER = '\u200D';

    public static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The longest beginning of at most so many bytes; empty where the first character alone has more. */
    public static String start(String text, int bytes) {
        int end = 0;
        int length = 0;
        for (int next : ends(text)) {
            length += bytes(text.substring(end, next));
            if (length > bytes) {
                break;
            }
            end = next;
        }
        return text.substring(0, end);
    }

    /** The longest end of at most so many bytes; empty where the last character alone has more. */
    public static String end(String text, int bytes) {
        int surplus = bytes(text) - bytes;
        int begin = 0;
        for (int next : ends(text)) {
            if (surplus <= 0) {
                break;
            }
            surplus -= bytes(text.substring(begin, next));
            begin = next;
        }
        return text.substring(begin);
    }

    private static List<Integer> ends(String text) {
        List<Integer> ends = new ArrayList<>();
        Matcher cluster = CLUSTER.matcher(text);
        while (cluster.find()) {
            if (!isInsideConjunct(text, cluster.end())) {
                ends.add(cluster.end());
            }
        }
        return ends;
    }

    private static boolean isInsideConjunct(String text, int place) {
        if (place == text.length() || !Character.isLetter(text.codePointAt(place))) {
            return false;
        }
        int before = place;
        while (before > 0 && text.charAt(before - 1) == ZERO_WIDTH_JOINER) {
            before--;
        }
        return before > 0
                && VIRAMA.matcher(Character.toString(text.codePointBefore(before)))
                        .matches();
    }

    private TextCut() {}
}
