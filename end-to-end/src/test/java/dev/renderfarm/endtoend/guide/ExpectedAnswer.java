package dev.renderfarm.endtoend.guide;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a guide says that a command answers. {@code …} is anything. Of JSON every field that the page has must be there with
 * its value, except that times and measures, which are numbers of a billion and more or with a fraction, may be others; of
 * an array as many elements as the page has, unless its last is {@code "…"}. Of text every line must be there, in order.
 */
public record ExpectedAnswer(Form form, String text) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANYTHING = "…";
    private static final double FIRST_TIME = 1e9;

    /** In which of the two it is written. */
    public enum Form {
        JSON,
        TEXT
    }

    /** What is not as the page says; empty where all is. */
    public List<String> differences(String actual) {
        List<String> found = new ArrayList<>();
        switch (form) {
            case JSON -> compare("", parse(text), parse(actual), found);
            case TEXT ->
                firstMissing(actual.lines().toList())
                        .ifPresent(line -> found.add("no line like: " + line + "\nin:\n" + actual));
        }
        return found;
    }

    private Optional<String> firstMissing(List<String> actual) {
        Iterator<String> there = actual.iterator();
        for (String line : text.lines().toList()) {
            Pattern pattern = pattern(line);
            boolean matches = false;
            while (!matches && there.hasNext()) {
                matches = pattern.matcher(there.next()).matches();
            }
            if (!matches) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }

    private static void compare(String path, JsonNode expected, JsonNode actual, List<String> found) {
        if (expected.isObject() && actual.isObject()) {
            expected.fields().forEachRemaining(field -> {
                JsonNode there = actual.get(field.getKey());
                String place = path + "/" + field.getKey();
                if (there == null) {
                    found.add(place + " is not there");
                } else {
                    compare(place, field.getValue(), there, found);
                }
            });
        } else if (expected.isArray() && actual.isArray()) {
            compareElements(path, expected, actual, found);
        } else if (!isLike(expected, actual)) {
            found.add(path + " is " + actual + ", not " + expected);
        }
    }

    private static void compareElements(String path, JsonNode expected, JsonNode actual, List<String> found) {
        int named = expected.size();
        boolean more = named > 0 && expected.get(named - 1).asText().equals(ANYTHING);
        int least = more ? named - 1 : named;
        if (actual.size() < least || !more && actual.size() > least) {
            found.add(path + " has " + actual.size() + " elements, not " + least + (more ? " or more" : ""));
            return;
        }
        for (int i = 0; i < least; i++) {
            compare(path + "/" + i, requireNonNull(expected.get(i)), requireNonNull(actual.get(i)), found);
        }
    }

    private static boolean isLike(JsonNode expected, JsonNode actual) {
        if (expected.isTextual()) {
            return expected.asText().equals(ANYTHING)
                    || actual.isTextual()
                            && pattern(expected.asText())
                                    .matcher(actual.asText())
                                    .matches();
        }
        if (expected.isNumber() && actual.isNumber()) {
            boolean measured = expected.isFloatingPointNumber() || expected.asDouble() >= FIRST_TIME;
            return measured || expected.asDouble() == actual.asDouble();
        }
        return expected.equals(actual);
    }

    private static Pattern pattern(String text) {
        String regex =
                Arrays.stream(text.split(ANYTHING, -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }
}
