package dev.renderfarm.common.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says for people what is wrong with a JSON text, since a parser's own words name its insides. What is not known here
 * is told in general words, with its place.
 */
public final class JsonFault {

    private static final String WRONG_TYPE = "the value is missing, null or of the wrong type";

    /** How the parser begins its messages, and what they mean. */
    private static final List<Meaning> MEANINGS = List.of(
            new Meaning(
                    "Duplicate [Ff]ield [\"'](.*?)[\"']",
                    match -> "the key \"" + match.group(1) + "\" stands twice in one object: keep one"),
            new Meaning(
                    "Unrecognized character escape",
                    match -> "a backslash stands before a character that it cannot escape:"
                            + " write two backslashes where one is meant"),
            new Meaning(
                    "Unexpected character .*expected a hex-digit.*",
                    match -> "the escape \\u needs four digits from 0 to 9 and a to f: write two backslashes where one"
                            + " is meant"),
            new Meaning(
                    "Illegal unquoted character",
                    match ->
                            "a string holds a raw tab, line break or other control character: escape it, as \\t or \\n"),
            new Meaning(
                    "Illegal character",
                    match -> "a control character stands between the values: remove it (UTF-16 files look like this;"
                            + " save as UTF-8)"),
            new Meaning("Invalid UTF-8", match -> "the text is not UTF-8: save it with this encoding"),
            new Meaning(
                    "Unexpected character \\('(.)' ",
                    match -> "\"" + match.group(1) + "\" is not expected here: see the quotes, commas and brackets"
                            + " before it; keys and texts stand in double quotes"),
            new Meaning("Unexpected character", match -> "a character is not expected here: remove it"),
            new Meaning(
                    "Unexpected close marker '(.)'",
                    match -> "\"" + match.group(1) + "\" closes what was not opened: see the brackets before it"),
            new Meaning(
                    "(?:Unrecognized|Non-standard) token '(.{1,40}?)'",
                    match -> "\"" + match.group(1) + "\" is no JSON value: put texts in double quotes, and write true,"
                            + " false and null in lower case"),
            new Meaning("Invalid numeric value", match -> "a number is not written as JSON writes it"),
            new Meaning(
                    "Trailing token", match -> "the text goes on after its end: remove what stands behind the value"),
            new Meaning(
                    "Unrecognized field \"(.{1,60}?)\"",
                    match -> "there is no field \"" + match.group(1) + "\" here: see how it is spelt"),
            new Meaning("Missing required creator property '(.*?)'", match -> "\"" + match.group(1) + "\" is missing"));

    private record Meaning(Pattern message, Function<MatchResult, String> words) {

        Meaning(String message, Function<MatchResult, String> words) {
            this(Pattern.compile(message, Pattern.DOTALL), words);
        }

        @Nullable
        String of(String original) {
            Matcher matcher = message.matcher(original);
            return matcher.lookingAt() ? words.apply(matcher) : null;
        }
    }

    /** What is wrong and what to do, without the place. */
    public static String reason(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "the text ends in the middle of an object: it was cut off, or a quote or bracket is not closed";
        }
        if (e instanceof StreamConstraintsException) {
            return "a number or a text is too long, or the values are nested too deeply";
        }
        if (e instanceof InputCoercionException) {
            return "the number is out of range";
        }
        if (e instanceof JsonMappingException && e.getCause() instanceof JsonProcessingException deeper) {
            return reason(deeper);
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getClass() == IllegalArgumentException.class && cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        String original = String.valueOf(e.getOriginalMessage());
        return MEANINGS.stream()
                .map(meaning -> meaning.of(original))
                .filter(words -> words != null)
                .findFirst()
                .orElse(e instanceof JsonMappingException ? WRONG_TYPE : "it is not JSON here");
    }

    /** The place and what is wrong: the field where there is one, else line and column. */
    public static String describe(JsonProcessingException e) {
        String field = field(e);
        return field == null ? place(e.getLocation()) + reason(e) : field + ": " + reason(e);
    }

    /** The field that could not be read, with those around it: {@code metadata.a}; null where it is no single one. */
    public static @Nullable String field(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
            return null;
        }
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static String place(@Nullable JsonLocation location) {
        if (location == null || location.getColumnNr() < 1) {
            return "";
        }
        String line = location.getLineNr() > 1 ? "line " + location.getLineNr() + ", " : "";
        return line + "column " + location.getColumnNr() + ": ";
    }

    private JsonFault() {}
}
