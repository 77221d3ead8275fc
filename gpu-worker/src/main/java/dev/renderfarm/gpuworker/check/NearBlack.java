package dev.renderfarm.gpuworker.check;

import dev.renderfarm.common.failure.FailureCode;
import java.util.Locale;
import java.util.Optional;

/**
 * Hardly a pixel has any light: of each colour less than {@value #DARK} of 255 levels. A black product on a black ground
 * has edges and reflections that do; what has none in one pixel of a thousand is a device or a safety filter that
 * blackens pictures.
 */
public record NearBlack() implements PictureCheck {

    private static final int DARK = 24;
    private static final double LEAST_LIT = 0.001;
    private static final int COLOURS = 3;
    private static final double PERCENT = 100;

    @Override
    public FailureCode code() {
        return FailureCode.NEAR_BLACK_IMAGE;
    }

    @Override
    public Optional<Fault> fault(byte[] rgb) {
        int pixels = rgb.length / COLOURS;
        int lit = 0;
        for (int i = 0; i < rgb.length; i += COLOURS) {
            if ((rgb[i] & 0xFF) >= DARK || (rgb[i + 1] & 0xFF) >= DARK || (rgb[i + 2] & 0xFF) >= DARK) {
                lit++;
            }
        }
        return lit >= pixels * LEAST_LIT && lit > 0
                ? Optional.empty()
                : Optional.of(new Fault(
                        String.format(
                                Locale.ROOT,
                                "%.2f %% of the pixels are black; another seed or prompt may help",
                                PERCENT * (pixels - lit) / pixels),
                        1 - Math.min(1, lit / (pixels * LEAST_LIT))));
    }
}
