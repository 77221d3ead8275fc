package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Identity of a worker process; the operator chooses it, and it lasts over restarts. */
public record WorkerId(@JsonValue String value) {

    private static final Pattern SYNTAX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    @JsonCreator
    public WorkerId {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a worker name, expected " + SYNTAX + ": " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
