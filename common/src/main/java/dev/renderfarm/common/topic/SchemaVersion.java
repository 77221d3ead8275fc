package dev.renderfarm.common.topic;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The version of the JSON values on the topics. It grows when a value changes so that readers of the version before
 * would misread it; a component more is no such change.
 */
public final class SchemaVersion {

    public static final String HEADER = "schema-version";

    /** The newest that this release reads, and the one that it writes. */
    public static final int KNOWN = 1;

    /**
     * Every reader of a topic asks here before it reads a value.
     *
     * @param header of the record; a record without it has version 1
     * @throws NewerSchemaException if the value must not be read, because it would be misread
     */
    public static void check(Optional<byte[]> header) {
        String version =
                header.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("1");
        if (!isKnown(version)) {
            throw new NewerSchemaException(version);
        }
    }

    private static boolean isKnown(String version) {
        try {
            return Integer.parseInt(version) <= KNOWN;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private SchemaVersion() {}
}
