package dev.renderfarm.common.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a preset or template is kept. One of the same name goes before those below it. */
public enum CatalogueSource {
    /** In the farm's bucket: put there over the API. */
    OWN,
    /** In the operator's file. */
    OPERATOR,
    /** In the release. */
    SHIPPED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
