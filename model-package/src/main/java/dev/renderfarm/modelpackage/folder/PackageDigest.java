package dev.renderfarm.modelpackage.folder;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import java.util.List;

/**
 * The digest that names a package's contents: SHA-256 over the manifest as one line of JSON, files sorted by path,
 * without {@code name}, {@code version}, the digest itself and the files that no picture depends on. The manifest holds
 * the digest of every other file, so two packages with the same digest render the same pictures, whatever they are
 * called.
 */
public final class PackageDigest {

    private static final ObjectMapper MAPPER = Json.mapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final List<String> LABELS = List.of("name", "version", "digest");
    private static final List<String> ASIDES = List.of(ModelManifest.GOLDEN_RECORD, ModelManifest.PRUNING_REPORT);

    /** {@code sha256:} and 64 hex digits. */
    public static String of(ModelManifest manifest) {
        ObjectNode node = MAPPER.valueToTree(manifest);
        node.remove(LABELS);
        node.withObject("/files").remove(ASIDES);
        return "sha256:" + Sha256.hex(node.toString());
    }

    private PackageDigest() {}
}
