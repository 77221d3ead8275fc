package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Identity of a worker process; the operator chooses it, and it lasts over restarts. */
public record WorkerId(@JsonValue String value) {

    /** The regular expression that every one matches. */
    public static final String SYNTAX = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    @JsonCreator
    public WorkerId {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("not a worker name, expected " + SYNTAX + ": " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
