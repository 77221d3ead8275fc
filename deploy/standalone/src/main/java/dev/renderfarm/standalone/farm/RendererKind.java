package dev.renderfarm.standalone.farm;

import java.util.Locale;

/** What workers draw with. */
public enum RendererKind {
    /** The model. */
    TENSORFLOW,
    /** A pattern that costs no time: for tests and load runs. */
    FAKE;

    String configValue() {
        return name().toLowerCase(Locale.ROOT);
    }
}
