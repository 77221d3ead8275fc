package dev.renderfarm.modelexport.export;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that appears whole or not at all: it is filled under another name beside its place and renamed at the end. Closing it before
 * {@link #commit()} removes what was written; what a killed process left is removed by the next one.
 */
final class TargetFolder implements AutoCloseable {

    private static final String MARK = ".partial-";
    private static final int DELETE_ATTEMPTS = 5;

    private final Path target;
    private final Path partial;
    private final Thread onShutdown;

    private TargetFolder(Path target, Path partial) {
        this.target = target;
        this.partial = partial;
        this.onShutdown = new Thread(() -> deleteQuietly(partial), "remove-partial-package");
        Runtime.getRuntime().addShutdownHook(onShutdown);
    }

    /** Makes an empty folder beside the target. */
    static TargetFolder beside(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException("not a folder that can be made: " + target);
        }
        Files.createDirectories(parent);
        removeLeftovers(parent, absolute.getFileName().toString());
        Path partial = parent.resolve(
                "." + absolute.getFileName() + MARK + ProcessHandle.current().pid());
        deleteQuietly(partial);
        return new TargetFolder(absolute, Files.createDirectory(partial));
    }

    /** Where to write. */
    Path path() {
        return partial;
    }

    /** Gives the folder its name; what had that name before is removed. */
    void commit() throws IOException {
        if (Files.exists(target)) {
            Path old = partial.resolveSibling(partial.getFileName() + "-replaced");
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            deleteQuietly(old);
        } else {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    @Override
    public void close() {
        deleteQuietly(partial);
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException e) {
            // the process is ending and the hook runs already
            return;
        }
    }

    private static void removeLeftovers(Path parent, String name) throws IOException {
        String prefix = "." + name + MARK;
        List<Path> leftovers;
        try (Stream<Path> files = Files.list(parent)) {
            leftovers = files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> !isAlive(file.getFileName().toString().substring(prefix.length())))
                    .toList();
        }
        leftovers.forEach(TargetFolder::deleteQuietly);
    }

    private static boolean isAlive(String pid) {
        return pid.matches("[0-9]{1,10}")
                && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }

    /** Tries several times: when the process is told to end, the export may still be writing. */
    static void deleteQuietly(Path folder) {
        for (int attempt = 1; attempt <= DELETE_ATTEMPTS && Files.exists(folder); attempt++) {
            try {
                Files.walkFileTree(folder, new DeleteAll());
            } catch (IOException e) {
                if (attempt == DELETE_ATTEMPTS) {
                    System.getLogger(TargetFolder.class.getName())
                            .log(System.Logger.Level.WARNING, "could not remove folder=" + folder + ": " + e);
                }
            }
        }
    }

    private static final class DeleteAll extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
            if (Files.exists(file)) {
                throw problem;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
