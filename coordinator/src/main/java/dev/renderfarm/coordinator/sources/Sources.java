package dev.renderfarm.coordinator.sources;

/** The pictures that the lines of one batch name. Used by one thread. */
public interface Sources {

    /**
     * @throws UnusableSourceException if no drawing can begin with it
     * @throws dev.renderfarm.objectstore.store.StorageException if the bucket does not answer
     */
    KnownPicture look(SourceName name) throws UnusableSourceException;
}
