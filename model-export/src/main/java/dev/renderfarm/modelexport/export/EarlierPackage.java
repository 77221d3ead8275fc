package dev.renderfarm.modelexport.export;

import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.common.wire.Json;
import dev.renderfarm.common.wire.MalformedJsonException;
import dev.renderfarm.modelexport.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a package is to take the place of. Nothing but another package may be lost to it, though that may be a damaged
 * one.
 */
final class EarlierPackage {

    private static final long MANIFEST_LIMIT = 4L << 20;

    /** @throws CheckpointException if something is there that is neither an empty folder nor a package */
    static void requireReplaceable(Path target) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(target) && !hasManifest(target)) {
            throw new CheckpointException(target + ": is no model package, as it has no " + ModelManifest.FILE_NAME
                    + " of one, and is not replaced; give a folder that is a package, empty, or not there yet");
        }
    }

    private static boolean isEmptyFolder(Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            return false;
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.findAny().isEmpty();
        }
    }

    /** Whatever the version of the manifest: a package that can no longer be read is to be replaced above all. */
    private static boolean hasManifest(Path target) throws IOException {
        Path file = target.resolve(ModelManifest.FILE_NAME);
        if (!Files.isRegularFile(file) || Files.size(file) > MANIFEST_LIMIT) {
            return false;
        }
        try {
            Map<?, ?> manifest = Json.read(Files.readAllBytes(file), Map.class);
            return manifest.containsKey("schema_version")
                    && manifest.containsKey("family")
                    && manifest.get("digest") instanceof String digest
                    && digest.startsWith("sha256:")
                    && manifest.get("files") instanceof Map;
        } catch (MalformedJsonException e) {
            return false;
        }
    }

    private EarlierPackage() {}
}
