package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Name of a model: what a request asks for, and part of a topic name. */
public record ModelName(@JsonValue String value) {

    static final int MAX_LENGTH = 64;

    /** The regular expression that every one matches. */
    public static final String SYNTAX = "[a-z0-9][a-z0-9._-]{0," + (MAX_LENGTH - 1) + "}";

    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    @JsonCreator
    public ModelName {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("not a model name, expected " + SYNTAX + ": " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
