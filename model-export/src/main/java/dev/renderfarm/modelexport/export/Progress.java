package dev.renderfarm.modelexport.export;

/** Hears how far an export has come. */
public interface Progress {

    /** Nobody listens. */
    Progress NONE = (component, writtenBytes, totalBytes) -> {};

    /**
     * A component's weights were found to be what its graph asks for, and are about to be written.
     *
     * @param component SavedModel being written
     * @param needed tensors that the graph asks for
     * @param found tensors that the checkpoint holds, those among them that the graph has no use for included
     */
    default void opened(String component, int needed, int found) {}

    /**
     * Some of a component's weights are on disk.
     *
     * @param component SavedModel being written
     * @param writtenBytes of this component's weights
     */
    void written(String component, long writtenBytes, long totalBytes);
}
