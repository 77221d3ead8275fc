package dev.renderfarm.common.batch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What happened to a batch. */
public enum HistoryKind {
    SUBMITTED("it was handed in", true),
    RENAMED("it got another name", false),
    PRIORITY("it got another priority", false),
    VALIDATED("its input was found valid, and its pictures may be drawn", true),
    FIRST_PICTURE("its first picture was there", true),
    RETRIED("attempts failed and were tried again", false),
    PROCEEDED("somebody looked at its previews and let the others go on", true),
    PAUSED("it was paused, by somebody or for its failures", false),
    RESUMED("somebody let it go on", false),
    WAITED("it stood still", false),
    CANCELLING("somebody stopped it", true),
    FINALIZING("all its pictures were settled, and its files were written", true),
    COMPLETED("it was done", true),
    FAILED("its input was found wrong", true),
    EXPIRED("its completion window had ended", true),
    CANCELLED("it was stopped, and what was there was kept", true),
    REVIEWED("somebody judged its pictures", false),
    OTHER("something that this release has no word for", false);

    private final String description;
    private final boolean once;

    HistoryKind(String description, boolean once) {
        this.description = description;
        this.once = once;
    }

    /** For documents. */
    public String description() {
        return description;
    }

    /** Whether it happens to a batch once at most. */
    boolean isOnce() {
        return once;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A word of a later release does not make the history unreadable. */
    @JsonCreator
    static HistoryKind named(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst()
                .orElse(OTHER);
    }
}
