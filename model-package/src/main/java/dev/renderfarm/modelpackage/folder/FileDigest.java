package dev.renderfarm.modelpackage.folder;

import dev.renderfarm.common.digest.Sha256;
import dev.renderfarm.common.model.ModelManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a package's folder, and their SHA-256 in hex. */
public final class FileDigest {

    /** Digests of all files of a package's folder but {@code model.json}, by path with slashes. */
    public static SortedMap<String, String> ofFolder(Path folder) {
        SortedMap<String, String> digests = new TreeMap<>();
        for (String path : filesBelow(folder)) {
            if (!path.equals(ModelManifest.FILE_NAME)) {
                digests.put(path, Sha256.hex(folder.resolve(path)));
            }
        }
        return digests;
    }

    static List<String> filesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileDigest() {}
}
