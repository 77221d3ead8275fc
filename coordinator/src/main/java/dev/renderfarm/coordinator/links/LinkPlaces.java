package dev.renderfarm.coordinator.links;

/** Tells where in a file links stand, while the file is read once from its beginning. Not thread-safe. */
interface LinkPlaces {

    /** Whether the file's next byte is one of a link. Asked of every byte in turn. */
    boolean covers(byte next);
}
