package dev.renderfarm.modelpackage.folder;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A file of a package that is not what the manifest says.
 *
 * @param path in the package, with slashes
 */
public record DamagedFile(String path, Damage damage) {

    /** What is wrong with it. */
    public enum Damage {
        MISSING,
        CHANGED,
        NOT_LISTED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
