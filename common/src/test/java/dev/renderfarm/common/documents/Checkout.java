package dev.renderfarm.common.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where documents and sources lie, whichever module a test runs in. */
public final class Checkout {

    private static final int DEPTH = 20;

    private Checkout() {}

    public static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .takeWhile(folder -> folder != null)
                .filter(folder -> Files.exists(folder.resolve("docs/architecture.md")))
                .findFirst()
                .orElseThrow();
    }

    /** Files of its own whose paths match, not those that scripts keep in it. */
    static Stream<Path> files(Predicate<String> path) throws IOException {
        Path kept = root().resolve(".renderfarm");
        return Files.find(root(), DEPTH, (file, attributes) -> path.test(file.toString()) && !file.startsWith(kept));
    }
}
