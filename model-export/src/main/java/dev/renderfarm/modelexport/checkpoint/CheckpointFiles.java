package dev.renderfarm.modelexport.checkpoint;

import java.util.Optional;

/** Where a checkpoint's small files come from: a folder, or what this program carries. */
public interface CheckpointFiles {

    /** The bytes of a file, given by its path with slashes; empty if there is none. */
    Optional<byte[]> read(String path);

    /** A file's name for error messages. */
    String describe(String path);
}
