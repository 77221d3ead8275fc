package dev.renderfarm.common.storage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Base name of a picture's objects and files: one path segment that is safe in keys, URLs and on disks. */
public record ImageName(@JsonValue String value) {

    public static final int MAX_LENGTH = 120;

    private static final Pattern SYNTAX =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{0," + (MAX_LENGTH - 1) + "}");

    @JsonCreator
    public ImageName {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not an image name, expected letters, digits, '_', '.', '-': " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
