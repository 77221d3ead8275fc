package dev.renderfarm.modelexport.export;

/** Whether a package gets the network with which pictures are edited. */
public enum EncoderExport {
    WHERE_THE_CHECKPOINT_HAS_IT,
    /** A checkpoint without it is refused. */
    ALWAYS,
    NEVER
}
