package dev.renderfarm.common.terminal;

import java.util.regex.Pattern;

/** Text as a terminal may be given it, whoever wrote parts of it. */
public final class TerminalText {

    private static final String REPLACEMENT = "\ufffd";

    /**
     * ISO control characters except the newline, and what changes the direction of writing (Unicode UAX #9, section 2).
     */
    private static final Pattern CONTROL = Pattern.compile(
            "[\\p{Cntrl}\\x{80}-\\x{9f}\\x{61c}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2066}-\\x{2069}&&[^\\n]]");

    /** The text with every character that commands a terminal replaced by one that shows; as long as before. */
    public static String of(String text) {
        return CONTROL.matcher(text).replaceAll(REPLACEMENT);
    }

    /** The same for what must stay on its line, so that nobody else writes one: newlines become blanks. */
    public static String line(String text) {
        return of(text).replace('\n', ' ');
    }

    private TerminalText() {}
}
