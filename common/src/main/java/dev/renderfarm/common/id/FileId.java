package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Identity of a file of the HTTP API: an upload, or what a batch left (see {@link #ofBatch}). */
public record FileId(@JsonValue String value) {

    private static final Pattern SYNTAX = Pattern.compile("file-[a-z0-9_-]{1,80}");

    @JsonCreator
    public FileId {
        if (!SYNTAX.matcher(value).matches()) {
            throw new IllegalArgumentException("not a file id, expected file- and letters or digits: " + value);
        }
    }

    public static FileId random(RandomGenerator random) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return new FileId("file-" + HexFormat.of().formatHex(bytes));
    }

    /** The id under which a file that a batch left is read: it says which, so nothing needs to be looked up. */
    public static FileId ofBatch(BatchId batch, BatchFile file) {
        return new FileId("file-" + batch.value() + "-" + file.name().toLowerCase(java.util.Locale.ROOT));
    }

    @Override
    public String toString() {
        return value;
    }
}
