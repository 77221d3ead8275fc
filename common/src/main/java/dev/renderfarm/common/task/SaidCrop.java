package dev.renderfarm.common.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said to have been cut off a picture above and to its left, in pixels, written {@code TOP,LEFT}. */
public record SaidCrop(int top, int left) {

    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,5}) *, *([0-9]{1,5})");

    public SaidCrop {
        if (top < 0 || left < 0) {
            throw new IllegalArgumentException("crop must not be negative: " + top + "," + left);
        }
    }

    @JsonCreator
    public static SaidCrop parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a crop, expected TOP,LEFT such as 0,128: " + text);
        }
        return new SaidCrop(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @JsonValue
    @Override
    public String toString() {
        return top + "," + left;
    }
}
