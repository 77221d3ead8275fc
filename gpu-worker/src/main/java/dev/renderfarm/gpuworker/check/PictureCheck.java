package dev.renderfarm.gpuworker.check;

import dev.renderfarm.common.failure.FailureCode;
import java.util.Optional;

/** Something that no picture of the farm should be. Safe for use by several threads. */
public interface PictureCheck {

    /** What results, manifests and metrics call it. */
    FailureCode code();

    /**
     * In what way a picture is that.
     *
     * @param detail for people
     * @param excess how far it is beyond the limit: next to 0 at it, 1 as far as can be
     */
    record Fault(String detail, double excess) {}

    /**
     * In what way the picture is that; empty where it is not.
     *
     * @param rgb three bytes a pixel, at least one pixel
     */
    Optional<Fault> fault(byte[] rgb);
}
