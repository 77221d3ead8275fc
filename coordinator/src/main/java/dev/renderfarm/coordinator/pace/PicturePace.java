package dev.renderfarm.coordinator.pace;

import static java.util.Objects.requireNonNull;

import dev.renderfarm.common.plan.EstimateSource;

/**
 * What a picture takes of one device.
 *
 * @param seconds most likely
 * @param least seconds that are to be reckoned with
 * @param most seconds that are to be reckoned with
 */
public record PicturePace(double seconds, double least, double most, EstimateSource source) {

    public PicturePace {
        requireNonNull(source, "source is null");
        if (!(least > 0 && least <= seconds && seconds <= most)) {
            throw new IllegalArgumentException("no pace: " + least + " to " + most + ", likely " + seconds);
        }
    }

    /** Of a picture of which nothing has been measured, by somebody's word for another one. */
    public static PicturePace configured(double secondsOfOther, Work other, Work asked) {
        double seconds = secondsOfOther * asked.units() / other.units();
        return new PicturePace(seconds, seconds / 8, seconds * 8, EstimateSource.CONFIGURED);
    }
}
