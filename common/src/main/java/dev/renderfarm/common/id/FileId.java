package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Identity of a file of the HTTP API: an upload, or what a batch left (see {@link #ofBatch}). */
public record FileId(@JsonValue String value) {

    /** What the ids of uploads begin with that tell their place: inputs of batches, and those of other purposes. */
    public static final String UPLOAD = "file-t";

    public static final String VISION = "file-v";

    public static final String USER_DATA = "file-w";

    /** The regular expression that every one matches. */
    public static final String SYNTAX = "file-[a-z0-9_-]{1,80}";

    private static final Pattern PLACED = Pattern.compile("file-[tvw][0-9a-f]{24}");
    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    @JsonCreator
    public FileId {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("not a file id, expected file- and letters or digits: " + value);
        }
    }

    /** Of a new input of batches. Those of release 0.1.0 tell no age: 24 hexadecimal digits stand in the place of {@link #UPLOAD}. */
    public static FileId ofUpload(Instant at, RandomGenerator random) {
        return ofUpload(UPLOAD, at, random);
    }

    /** @param kind one of the constants here */
    public static FileId ofUpload(String kind, Instant at, RandomGenerator random) {
        return new FileId(kind + FilePlace.random(at, random));
    }

    /** Where the upload stands among all files; empty where the id does not tell. */
    public Optional<FilePlace> place() {
        return PLACED.matcher(value).matches()
                ? Optional.of(new FilePlace(value.substring(UPLOAD.length())))
                : Optional.empty();
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
