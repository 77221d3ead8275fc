package dev.renderfarm.objectstore.store;

import java.io.Serial;

/** There is no object of that key. */
public final class ObjectNotFoundException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ObjectNotFoundException(String key) {
        super("no such object: " + key);
    }
}
