package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Identity of a batch, such as {@code batch_5f0c9a…}. Safe in paths, topics' keys and URLs. */
public record BatchId(@JsonValue String value) implements Comparable<BatchId> {

    /** The regular expression that every one matches. */
    public static final String SYNTAX = "batch_[a-z0-9]{1,48}";

    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    @JsonCreator
    public BatchId {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("not a batch id, expected batch_ and letters or digits: " + value);
        }
    }

    /** Empty where the text is none. */
    public static Optional<BatchId> parse(String value) {
        return PATTERN.matcher(value).matches() ? Optional.of(new BatchId(value)) : Optional.empty();
    }

    public static BatchId random(RandomGenerator random) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return new BatchId("batch_" + HexFormat.of().formatHex(bytes));
    }

    @Override
    public int compareTo(BatchId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
