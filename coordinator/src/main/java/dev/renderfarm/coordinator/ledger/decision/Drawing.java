package dev.renderfarm.coordinator.ledger.decision;

import dev.renderfarm.common.batch.Activity;
import dev.renderfarm.common.task.StoredImage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What came of a batch lately: a few names, and a mean over some time in which older pictures count less and less.
 *
 * @param latest files of its newest pictures, newest first
 * @param since of its first picture, from which on pictures are counted
 * @param at of its last picture
 * @param weight of the pictures since the first: each counts 1 a minute ({@link #FADE}), and 1/e of that a minute later
 */
record Drawing(List<String> latest, Instant since, Instant at, double weight) {

    private static final Duration FADE = Duration.ofSeconds(60);
    private static final double DIGITS = 1_000;

    Drawing {
        latest = List.copyOf(latest);
    }

    /** @param before null where this is the first picture */
    static Drawing after(@Nullable Drawing before, StoredImage image, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        String name = image.key().substring(image.key().lastIndexOf('/') + 1);
        if (before == null) {
            return new Drawing(List.of(name), at, at, 0);
        }
        List<String> newest = Stream.concat(Stream.of(name), before.latest.stream())
                .limit(Activity.MOST_LATEST)
                .toList();
        double faded = before.weight * Math.exp(-fades(before.at, at));
        return new Drawing(newest, before.since, at, faded + 1);
    }

    /** Pictures a second up to the last one; null of one picture, or of several at once. */
    private @Nullable Double rate() {
        double age = fades(since, at);
        if (age <= 0 || weight <= 0) {
            return null;
        }
        double perSecond = weight / FADE.toSeconds() / (1 - Math.exp(-age));
        return Math.round(perSecond * DIGITS) / DIGITS;
    }

    /** @param moves whether pictures are drawn now */
    Activity view(boolean moves) {
        return new Activity(latest, moves ? rate() : null);
    }

    private static double fades(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis()) / (double) FADE.toMillis();
    }
}
