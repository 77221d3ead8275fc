package dev.renderfarm.common.batch;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a file is kept, in OpenAI's form.
 *
 * @param anchor from when on: always {@value #CREATED_AT}
 * @param seconds from an hour to thirty days
 */
public record ExpiresAfter(String anchor, long seconds) {

    public static final String CREATED_AT = "created_at";
    public static final long LEAST_SECONDS = Duration.ofHours(1).toSeconds();
    public static final long MOST_SECONDS = Duration.ofDays(30).toSeconds();

    public ExpiresAfter {
        if (!CREATED_AT.equals(anchor)) {
            throw new IllegalArgumentException("anchor must be \"" + CREATED_AT + "\"");
        }
        if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException(
                    "seconds must be a whole number from " + LEAST_SECONDS + " to " + MOST_SECONDS);
        }
    }

    /** Of a file that was created then. */
    public Instant from(Instant createdAt) {
        return createdAt.plusSeconds(seconds);
    }
}
