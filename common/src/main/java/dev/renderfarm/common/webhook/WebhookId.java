package dev.renderfarm.common.webhook;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Identity of a webhook, such as {@code wh_5f0c9a…}. Safe in paths and topics' keys. */
public record WebhookId(@JsonValue String value) {

    /** The regular expression that every one matches. */
    public static final String SYNTAX = "wh_[a-z0-9]{1,48}";

    private static final Pattern PATTERN = Pattern.compile(SYNTAX);
    private static final int BYTES = 12;

    @JsonCreator
    public WebhookId {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException("not a webhook's id, expected wh_ and letters or digits: " + value);
        }
    }

    public static WebhookId random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new WebhookId("wh_" + HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
