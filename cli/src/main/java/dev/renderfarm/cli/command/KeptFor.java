package dev.renderfarm.cli.command;

import dev.renderfarm.common.batch.ExpiresAfter;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long a file is kept, as it is written for a command: {@code 12h}, {@code 7d}. */
record KeptFor(ExpiresAfter value) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,5})([hd])");

    /** @throws IllegalArgumentException saying what it may be */
    static KeptFor of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be hours or days, as in 12h or 7d: " + text);
        }
        long number = Long.parseLong(matcher.group(1));
        Duration time = matcher.group(2).equals("h") ? Duration.ofHours(number) : Duration.ofDays(number);
        if (time.toSeconds() > ExpiresAfter.MOST_SECONDS) {
            throw new IllegalArgumentException("must be 30d at most: " + text);
        }
        return new KeptFor(new ExpiresAfter(ExpiresAfter.CREATED_AT, time.toSeconds()));
    }

    /** As the body of a batch says it. */
    Map<String, Object> json() {
        return Map.of("anchor", value.anchor(), "seconds", value.seconds());
    }
}
