package dev.renderfarm.common.id;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Where a file stands in the order of age, as text that sorts newest first. Ids of uploads and keys of descriptions end
 * with it, so that a listing of the bucket is in that order: twelve hexadecimal digits of the time that is left until
 * the year 10889, then what tells files of one millisecond apart.
 */
public record FilePlace(String text) implements Comparable<FilePlace> {

    private static final Pattern SYNTAX = Pattern.compile("[0-9a-f]{12}[0-9a-z_-]*");
    private static final long LAST_MILLISECOND = (1L << 48) - 1;
    /** Sorts after whatever stands behind the time of a place, also where more of a key follows. */
    private static final String AFTER_ALL = "z";

    private static final int TIME_DIGITS = 12;
    private static final int RANDOM_BYTES = 6;

    public FilePlace {
        if (!SYNTAX.matcher(text).matches()) {
            throw new IllegalArgumentException("not a file's place, expected 12 hexadecimal digits and more: " + text);
        }
    }

    /** Empty where it is none. */
    public static Optional<FilePlace> parse(String text) {
        return SYNTAX.matcher(text).matches() ? Optional.of(new FilePlace(text)) : Optional.empty();
    }

    /** Before every file of that millisecond, and after every later one. */
    public static FilePlace before(Instant at) {
        return new FilePlace(time(at.plusMillis(1)) + AFTER_ALL);
    }

    static FilePlace random(Instant at, RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new FilePlace(time(at) + HexFormat.of().formatHex(bytes));
    }

    /** Of a file that a batch left. */
    public static FilePlace ofBatch(Instant createdAt, BatchId batch, BatchFile file) {
        return new FilePlace(time(createdAt) + "-" + batch + "-" + file.name().toLowerCase(Locale.ROOT));
    }

    /** To the millisecond. */
    public Instant at() {
        return Instant.ofEpochMilli(LAST_MILLISECOND - HexFormat.fromHexDigitsToLong(text, 0, TIME_DIGITS));
    }

    private static String time(Instant at) {
        return String.format(Locale.ROOT, "%012x", LAST_MILLISECOND - at.toEpochMilli());
    }

    @Override
    public int compareTo(FilePlace other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
