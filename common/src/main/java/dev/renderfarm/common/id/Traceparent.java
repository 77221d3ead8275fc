package dev.renderfarm.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which trace something belongs to, and which span of it was its cause, as the header {@code traceparent} of W3C's Trace
 * Context says it: {@code 00-<trace id>-<span id>-<flags>}. Always in the form of version 00.
 */
public record Traceparent(@JsonValue String value) {

    /** Of HTTP requests and of records on topics. */
    public static final String HEADER = "traceparent";

    /** The regular expression that every one matches. */
    public static final String SYNTAX = "00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[0-3]";

    private static final Pattern PATTERN = Pattern.compile(SYNTAX);

    /** Of a later version: more may follow, and only some of the flags are known. */
    private static final Pattern LATER =
            Pattern.compile("(?!ff)[0-9a-f]{2}(-[0-9a-f]{32}-[0-9a-f]{16}-)([0-9a-f]{2})(-.*)?");

    private static final int LONGEST = 512;
    private static final int LENGTH = 55;
    private static final int TRACE_ID = 3;
    private static final int SPAN_ID = 36;
    private static final int FLAGS = 53;
    private static final int KNOWN_FLAGS = 0x03;
    private static final int SAMPLED = 0x01;

    public Traceparent {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("not a traceparent, expected " + SYNTAX);
        }
    }

    /** Of a stored value; one that is malformed is none, since no trace is worth a task. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static @Nullable Traceparent stored(String text) {
        return parse(text).orElse(null);
    }

    /** What a caller sent; empty where it is malformed, as the standard asks: then the trace begins here. */
    public static Optional<Traceparent> parse(@Nullable String text) {
        if (text == null || text.length() < LENGTH || text.length() > LONGEST) {
            return Optional.empty();
        }
        var parts = LATER.matcher(text);
        if (!parts.matches() || (text.startsWith("00") && parts.group(3) != null)) {
            return Optional.empty();
        }
        int flags = Integer.parseInt(parts.group(2), 16) & KNOWN_FLAGS;
        String value = "00" + parts.group(1) + "0" + flags;
        return PATTERN.matcher(value).matches() ? Optional.of(new Traceparent(value)) : Optional.empty();
    }

    /** 32 lower-case hexadecimal digits. */
    public String traceId() {
        return value.substring(TRACE_ID, SPAN_ID - 1);
    }

    /** 16 lower-case hexadecimal digits. */
    public String spanId() {
        return value.substring(SPAN_ID, FLAGS - 1);
    }

    /** Whether whoever began the trace keeps it. */
    public boolean isSampled() {
        return ((value.charAt(LENGTH - 1) - '0') & SAMPLED) != 0;
    }

    @Override
    public String toString() {
        return value;
    }
}
