package dev.renderfarm.coordinator.intake;

import java.text.Normalizer;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an id is made of, seen and unseen. */
final class IdText {

    /** Blanks, and what shows as nothing; joiners are letters' business. */
    private static final String BLANK = "[\\p{Zs}\\t\\n\\r\\x{AD}\\x{61C}\\x{115F}\\x{1160}\\x{180E}\\x{200B}\\x{200E}"
            + "\\x{200F}\\x{2060}\\x{3164}\\x{FEFF}\\x{FFA0}]";

    private static final Pattern AROUND = Pattern.compile("\\A" + BLANK + "++|" + BLANK + "++\\z");
    private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\s]+");
    private static final Pattern DASH = Pattern.compile("[\\p{Pd}\\x{2212}]");
    /** Shows as nothing: Unicode's default ignorable characters. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}"
            + "\\x{180B}-\\x{180F}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{E0100}-\\x{E01EF}]");

    /** As Excel writes them; people write an exponent with fewer signs. */
    private static final Pattern SPREADSHEET_NUMBER = Pattern.compile("-?[1-9](?:[.,][0-9]+)?E[+-][0-9]{2,3}");

    private static final Pattern SPREADSHEET_ERROR = Pattern.compile("#(?:NAME\\?|REF!|VALUE!|DIV/0!|N/A|NULL!|NUM!)");

    /** Without the blanks around it. */
    static String trimmed(String id) {
        if (!id.isEmpty() && isPlain(id.charAt(0)) && isPlain(id.charAt(id.length() - 1))) {
            return id;
        }
        return AROUND.matcher(id).replaceAll("");
    }

    /** The names of the characters that {@link #trimmed} leaves out. */
    static String around(String id) {
        return AROUND.matcher(id)
                .results()
                .flatMapToInt(run -> run.group().codePoints())
                .distinct()
                .mapToObj(IdText::name)
                .collect(Collectors.joining(", "));
    }

    /** Where the first character stands that commands a terminal, a reader or the direction of writing. */
    static OptionalInt control(String id) {
        for (int at = 0; at < id.length(); at += Character.charCount(id.codePointAt(at))) {
            if (isControl(id.codePointAt(at))) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character)
                || character == 0x2028
                || character == 0x2029
                || (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069)
                || (character >= 0xFFF9 && character <= 0xFFFB)
                || character == 0xFEFF
                || (character & 0xFFFE) == 0xFFFE;
    }

    /** For people, for example {@code LINE FEED (LF), U+000A}. */
    static String name(int character) {
        String name = Character.getName(character);
        return (name == null ? "a character without a name" : name) + String.format(Locale.ROOT, ", U+%04X", character);
    }

    /**
     * Equal for ids that look alike: but for composition, case, width, kinds of blanks and dashes, and what is unseen.
     */
    static String skeleton(String id) {
        if (isPlain(id)) {
            return id.toLowerCase(Locale.ROOT);
        }
        String plain = UNSEEN.matcher(compatible(id)).replaceAll("");
        plain = DASH.matcher(BLANKS.matcher(plain).replaceAll(" ")).replaceAll("-");
        return compatible(plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    /** Whether a spreadsheet has written it instead of what stood there. */
    static boolean isOfSpreadsheet(String id) {
        return SPREADSHEET_NUMBER.matcher(id).matches()
                || SPREADSHEET_ERROR.matcher(id).matches();
    }

    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (!isPlain(id.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** ASCII that is seen: it is no blank, and nothing but its case is another way to write it. */
    private static boolean isPlain(char c) {
        return c > ' ' && c < 0x7F;
    }

    private static String compatible(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private IdText() {}
}
