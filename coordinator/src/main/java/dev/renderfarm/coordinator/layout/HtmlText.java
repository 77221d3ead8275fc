package dev.renderfarm.coordinator.layout;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reader sees of a text that may be HTML, as descriptions in shops are. Takes time in proportion to the text. */
final class HtmlText {

    private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]{0,2000}>|<!--[^<>]{0,2000}-->");
    private static final Pattern ENTITY =
            Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,7});");

    /** Tags become blanks; of scripts and styles the content stays, for it is text like any other. */
    static String of(String text) {
        String plain = text.indexOf('<') < 0 ? text : TAG.matcher(text).replaceAll(" ");
        return plain.indexOf('&') < 0 ? plain : ENTITY.matcher(plain).replaceAll(HtmlText::character);
    }

    private static String character(MatchResult entity) {
        String name = entity.group(1);
        String known = HtmlEntities.character(name);
        if (known != null) {
            return Matcher.quoteReplacement(known);
        }
        if (name.charAt(0) != '#') {
            return Matcher.quoteReplacement(entity.group());
        }
        boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
        int code = hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
        boolean sound = Character.isValidCodePoint(code)
                && !Character.isISOControl(code)
                && !(code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE);
        return sound ? Matcher.quoteReplacement(Character.toString(code)) : " ";
    }

    private HtmlText() {}
}
