package dev.renderfarm.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * Values divided by commas. A comma inside of one stands after a backslash, or the value in double quotes; so do double
 * quotes themselves. Blanks around a value are no part of it.
 */
final class ListedValues {

    private final String text;
    private final List<String> values = new ArrayList<>();
    private int at;

    private ListedValues(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException saying what is wrong */
    static List<String> of(String text) {
        return new ListedValues(text).read();
    }

    private List<String> read() {
        do {
            passBlanks();
            values.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
        } while (at++ < text.length());
        return List.copyOf(values);
    }

    private String plain() {
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != ',') {
            value.append(character());
        }
        return value.toString().strip();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            value.append(character());
        }
        if (at == text.length()) {
            throw new IllegalArgumentException("a double quote is not closed");
        }
        at++;
        passBlanks();
        if (at < text.length() && text.charAt(at) != ',') {
            throw new IllegalArgumentException("after a value in double quotes comes a comma, or nothing");
        }
        return value.toString();
    }

    /** A backslash counts for itself, unless it stands before what it is for. */
    private char character() {
        boolean isEscape =
                text.charAt(at) == '\\' && at + 1 < text.length() && ",\"\\".indexOf(text.charAt(at + 1)) >= 0;
        at += isEscape ? 2 : 1;
        return text.charAt(at - 1);
    }

    private void passBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
