package dev.renderfarm.modelpackage.folder;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.renderfarm.common.model.ModelManifest;
import java.util.Locale;
import java.util.Set;

/**
 * A file of a package that is not what the manifest says.
 *
 * @param path in the package, with slashes
 */
public record DamagedFile(String path, Damage damage) {

    private static final Set<String> LEFT_OVER =
            Set.of(ModelPackage.partial(ModelManifest.GOLDEN_RECORD), ModelPackage.partial(ModelManifest.FILE_NAME));

    /** Whether {@link ModelPackage#withGoldenRecord} mends it: it is the record, or left over from writing one. */
    public boolean isMendedByRecording() {
        return path.equals(ModelManifest.GOLDEN_RECORD) || (damage == Damage.NOT_LISTED && LEFT_OVER.contains(path));
    }

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
