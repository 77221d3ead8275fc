package dev.renderfarm.common.manifest;

import java.util.regex.Pattern;

/**
 * The texts of a manifest. A spreadsheet runs a cell that begins with {@code =}, {@code +}, {@code -} or {@code @}, in
 * full width too, some with blanks before it. One that takes semicolons or tabs for the separators, as in half of
 * Europe, finds such beginnings inside our cells, after a separator or a line break. At each of these places stands an
 * apostrophe more than in the text, and so it does before an apostrophe. Leaving out one apostrophe at each place gives
 * the text back.
 */
public final class ManifestText {

    /** Where a cell begins, or would for a reader that guesses another separator. */
    private static final String PLACE = "(?:\\A|(?<=[;\\t\\r\\n]))";

    /** Up to the next such place. */
    private static final String BLANKS = "[\\s\\p{Z}\\p{Cf}\\p{Cntrl}\"&&[^\\t\\r\\n]]*+";

    private static final String FORMULA =
            "[=+\\-@\\x{FF1D}\\x{FF0B}\\x{FF0D}\\x{FF20}\\x{FE62}\\x{FE63}\\x{FE66}" + "\\x{FE6B}\\x{2212}]";
    /** What would be run, or read back wrongly: OWASP counts control characters at the beginning of a cell in. */
    private static final String RISK = "(?:" + BLANKS + FORMULA + "|')";

    private static final Pattern TO_GUARD = Pattern.compile("\\A(?=\\p{Cntrl})|" + PLACE + "(?=" + RISK + ")");

    private static final Pattern GUARD =
            Pattern.compile("\\A'(?=\\p{Cntrl}|" + RISK + ")|(?<=[;\\t\\r\\n])'(?=" + RISK + ")");

    /** The text as it stands in the file, before any quoting of CSV. */
    public static String written(String text) {
        return TO_GUARD.matcher(text).replaceAll("'");
    }

    /** What was written. */
    public static String read(String cell) {
        return GUARD.matcher(cell).replaceAll("");
    }

    private ManifestText() {}
}
