package dev.renderfarm.endtoend.chaos.check;

import java.util.SortedSet;

/** What lies in a bucket. */
public interface ObjectsInBucket {

    /** Keys that begin so. */
    SortedSet<String> keys(String prefix);

    /** @throws MissingObjectException if there is no such object */
    byte[] content(String key);

    /** There is no such object. */
    final class MissingObjectException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public MissingObjectException(String key, Throwable cause) {
            super("no object " + key, cause);
        }
    }
}
