package dev.renderfarm.coordinator.batch;

import java.util.Collection;
import java.util.Set;

/** Columns of {@code manifest.csv} that tell results. A manifest that is handed in again does not ask by them. */
public final class ManifestColumns {

    /** Those that are no fields of a request. */
    public static final Set<String> RESULTS = Set.of(
            "variant",
            "status",
            "image",
            "url",
            "sha256",
            "bytes",
            "width",
            "height",
            "attempts",
            "error_code",
            "error_message",
            "device_seconds",
            "energy_joules",
            "render_cost",
            "render_currency",
            "review",
            "review_note",
            "profile_mended",
            "profile_failed",
            "source",
            "source_mask");

    private static final Set<String> TELLTALES = Set.of("variant", "status", "sha256", "attempts", "error_code");

    /** Whether they are those of a manifest, whichever release wrote it. */
    public static boolean areOfAManifest(Collection<String> columns) {
        return columns.containsAll(TELLTALES);
    }

    private ManifestColumns() {}
}
