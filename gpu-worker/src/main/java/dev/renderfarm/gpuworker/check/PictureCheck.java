package dev.renderfarm.gpuworker.check;

import dev.renderfarm.common.failure.FailureCode;
import java.util.Optional;

/** Something that no picture of the farm should be. Safe for use by several threads. */
public interface PictureCheck {

    /** What results, manifests and metrics call it. */
    FailureCode code();

    /**
     * For people: in what way the picture is that; empty where it is not.
     *
     * @param rgb three bytes a pixel, at least one pixel
     */
    Optional<String> fault(byte[] rgb);
}
