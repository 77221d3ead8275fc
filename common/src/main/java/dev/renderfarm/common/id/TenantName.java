package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Name of a tenant: whose batches share one part of the farm, however many they are. */
public record TenantName(@JsonValue String value) {

    /** Characters. */
    public static final int MAX_LENGTH = 64;

    /** The regular expression that every one matches. */
    public static final String SYNTAX = "[a-z0-9][a-z0-9._-]{0," + (MAX_LENGTH - 1) + "}";

    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    /** Of a batch that names none. */
    public static final TenantName DEFAULT = new TenantName("default");

    @JsonCreator
    public TenantName {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("not a tenant's name, expected " + SYNTAX + ": " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
