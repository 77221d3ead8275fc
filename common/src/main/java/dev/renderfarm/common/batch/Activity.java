package dev.renderfarm.common.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a batch now.
 *
 * @param latest files of its newest pictures, as {@code MUG.png}, newest first, at most {@value #MOST_LATEST}; null of
 *     one that has none
 * @param rate pictures a second lately; null while that cannot be told, or nothing is drawn
 */
public record Activity(
        @Nullable List<String> latest, @Nullable Double rate) {

    public static final int MOST_LATEST = 5;

    /** Of a batch that does not say. */
    public static final Activity NONE = new Activity(null, null);

    public Activity {
        latest = latest == null || latest.isEmpty()
                ? null
                : List.copyOf(latest.subList(0, Math.min(MOST_LATEST, latest.size())));
    }
}
