package dev.renderfarm.common.catalogue;

/** What presets and templates are called. */
public final class CatalogueName {

    /** As a regular expression. */
    public static final String SYNTAX = "[a-z0-9][a-z0-9_-]{0,62}";

    /** @throws IllegalArgumentException if it is no such name */
    public static String check(String name) {
        if (!name.matches(SYNTAX)) {
            throw new IllegalArgumentException(
                    "a name has 1 to 63 characters of a-z, 0-9, _ and -, and begins with a letter or a digit");
        }
        return name;
    }

    private CatalogueName() {}
}
