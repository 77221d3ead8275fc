package dev.renderfarm.modelexport.command;

import dev.renderfarm.modelpackage.folder.ModelPackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much a package weighs on disk. */
final class PackageSize {

    /** Bytes of all networks. */
    static long of(ModelPackage model) {
        return model.networks().stream().mapToLong(PackageSize::below).sum();
    }

    /** Bytes of all files below a folder. */
    static long below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PackageSize() {}
}
