package dev.renderfarm.gpuworker.check;

import dev.renderfarm.common.failure.FailureCode;
import java.util.Locale;
import java.util.Optional;

/**
 * No colour varies over the picture: the standard deviation of each is below {@value #LEAST_DEVIATION} of 255 levels. A white mug
 * on white has ten times that by its shadow alone.
 */
public record TooUniform() implements PictureCheck {

    private static final double LEAST_DEVIATION = 1.5;
    private static final int COLOURS = 3;

    @Override
    public FailureCode code() {
        return FailureCode.UNIFORM_IMAGE;
    }

    @Override
    public Optional<Fault> fault(byte[] rgb) {
        double most = 0;
        for (int colour = 0; colour < COLOURS; colour++) {
            most = Math.max(most, deviation(rgb, colour));
        }
        return most >= LEAST_DEVIATION
                ? Optional.empty()
                : Optional.of(new Fault(
                        String.format(
                                Locale.ROOT,
                                "the pixels differ by %.1f of 255 levels on average; another seed or prompt may help",
                                most),
                        1 - most / LEAST_DEVIATION));
    }

    /** Sums of a picture of 2³¹ bytes fit, so that nothing is rounded before the end. */
    private static double deviation(byte[] rgb, int colour) {
        long sum = 0;
        long squares = 0;
        for (int i = colour; i < rgb.length; i += COLOURS) {
            int level = rgb[i] & 0xFF;
            sum += level;
            squares += level * level;
        }
        double pixels = rgb.length / COLOURS;
        double mean = sum / pixels;
        return Math.sqrt(Math.max(0, squares / pixels - mean * mean));
    }
}
