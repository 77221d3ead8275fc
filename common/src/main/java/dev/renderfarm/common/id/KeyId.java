package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Which API key: no secret, and the first part of what its holder has. */
public record KeyId(@JsonValue String value) {

    /** The regular expression that every one matches. */
    public static final String SYNTAX = "key_[a-z0-9]{16}";

    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    @JsonCreator
    public KeyId {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("not a key's id, expected " + SYNTAX + ": " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
