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
 * A folder that appears whole or not at all: it is filled under another name beside its place and renamed at the end.
 * Closing it before {@link #commit()} removes what was written; what a killed process left is removed by the next one.
 * What had the name before stays until the new folder has it.
 */
final class TargetFolder implements AutoCloseable {

    private static final String MARK = ".partial-";
    private static final String REPLACED = "-replaced";
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
        removeLeftovers(parent, absolute);
        Path partial = parent.resolve(
                "." + absolute.getFileName() + MARK + ProcessHandle.current().pid());
        deleteQuietly(partial);
        return new TargetFolder(absolute, Files.createDirectory(partial));
    }

    /** Where to write. */
    Path path() {
        return partial;
    }

    /**
     * Gives the folder its name; the package that had that name before is removed.
     *
     * @throws dev.renderfarm.modelexport.checkpoint.CheckpointException if what has the name is no package
     * @throws IOException if the folder cannot have the name; then the earlier package has it still
     */
    void commit() throws IOException {
        if (!Files.exists(target)) {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        EarlierPackage.requireReplaceable(target);
        Path old = partial.resolveSibling(partial.getFileName() + REPLACED);
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            putBack(old, e);
            throw e;
        }
        deleteQuietly(old);
    }

    private void putBack(Path old, IOException reason) {
        try {
            Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            reason.addSuppressed(e);
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

    /** An earlier package that was moved away for one that never came gets its name back. */
    private static void removeLeftovers(Path parent, Path target) throws IOException {
        String prefix = "." + target.getFileName() + MARK;
        List<Path> leftovers;
        try (Stream<Path> files = Files.list(parent)) {
            leftovers = files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> !isAlive(file.getFileName().toString().substring(prefix.length())))
                    .toList();
        }
        for (Path leftover : leftovers) {
            if (leftover.getFileName().toString().endsWith(REPLACED) && !Files.exists(target)) {
                Files.move(leftover, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                deleteQuietly(leftover);
            }
        }
    }

    private static boolean isAlive(String mark) {
        String pid = mark.endsWith(REPLACED) ? mark.substring(0, mark.length() - REPLACED.length()) : mark;
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
