package dev.renderfarm.cli.progress;

import java.time.Duration;
import java.util.Locale;

/** Durations for people. */
final class TimeText {

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

    private TimeText() {}
}
