package dev.renderfarm.gpuworker.check;

import dev.renderfarm.common.failure.FailureCode;
import java.util.Optional;

/** Every pixel is like the first. */
public record OneColour() implements PictureCheck {

    private static final int COLOURS = 3;

    @Override
    public FailureCode code() {
        return FailureCode.BLANK_IMAGE;
    }

    @Override
    public Optional<Fault> fault(byte[] rgb) {
        for (int i = COLOURS; i < rgb.length; i++) {
            if (rgb[i] != rgb[i - COLOURS]) {
                return Optional.empty();
            }
        }
        return Optional.of(
                new Fault("the model drew a picture of one single colour; another seed or prompt may help", 1));
    }
}
