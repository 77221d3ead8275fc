package dev.renderfarm.common.documents;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where documents and sources lie, whichever module a test runs in. */
public final class Checkout {

    private Checkout() {}

    public static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(folder -> folder != null)
                .filter(folder -> Files.exists(folder.resolve("docs/architecture.md")))
                .findFirst()
                .orElseThrow();
    }
}
