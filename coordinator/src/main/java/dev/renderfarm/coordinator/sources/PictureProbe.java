package dev.renderfarm.coordinator.sources;

import dev.renderfarm.common.edit.PictureFacts;

/** Tells what the file of a picture is. Safe for several threads. */
public interface PictureProbe {

    /**
     * Decodes all of it; what its header says of its pixels is bounded before.
     *
     * @throws UnusableSourceException if it is no picture that a drawing can begin with
     */
    PictureFacts probe(byte[] file) throws UnusableSourceException;
}
