package dev.renderfarm.common.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a batch gets on.
 *
 * @param retrying of those that wait, how many do for another attempt
 * @param eta null where nobody can say: it does not run, or nothing is known of its pace yet
 * @param forecasts of one that has completed: what was expected on its way; null else
 */
public record Course(
        int retrying, @Nullable Eta eta, @Nullable List<Forecast> forecasts) {

    /** Of a batch that does not say. */
    public static final Course UNKNOWN = new Course(0, null, null);

    public Course {
        forecasts = forecasts == null ? null : List.copyOf(forecasts);
    }
}
