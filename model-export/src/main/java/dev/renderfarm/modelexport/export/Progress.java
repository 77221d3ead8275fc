package dev.renderfarm.modelexport.export;

/** Hears how far an export has come. */
public interface Progress {

    /** Nobody listens. */
    Progress NONE = (component, writtenBytes, totalBytes) -> {};

    /**
     * Some of a component's weights are on disk.
     *
     * @param component SavedModel being written
     * @param writtenBytes of this component's weights
     */
    void written(String component, long writtenBytes, long totalBytes);
}
