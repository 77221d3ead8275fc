package dev.renderfarm.cli.progress;

import java.time.Duration;
import java.util.Locale;

/** Durations for people. */
public final class TimeText {

    /** For example {@code 9 s}, {@code 3 min 20 s} or {@code 5 h 12 min}. */
    public static String of(Duration time) {
        long seconds = Math.round(time.toMillis() / 1000.0);
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %d min", seconds / 3600, seconds / 60 % 60);
    }

    /** To the minute, where it is one or more: {@code 9 s}, {@code 3 min} or {@code 5 h 12 min}. */
    public static String about(Duration time) {
        return time.compareTo(Duration.ofMinutes(1)) >= 0 && time.compareTo(Duration.ofHours(1)) < 0
                ? time.toMinutes() + " min"
                : of(time.isNegative() ? Duration.ZERO : time);
    }

    private TimeText() {}
}
