package dev.renderfarm.modeldistribution.cache;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Through all of a folder from which another process may be removing: what is gone meanwhile does not count. */
final class FolderWalk extends SimpleFileVisitor<Path> {

    private final boolean deletes;
    private long bytes;

    private FolderWalk(boolean deletes) {
        this.deletes = deletes;
    }

    /** 0 where there is no such folder. */
    static long bytesOf(Path folder) throws IOException {
        FolderWalk walk = new FolderWalk(false);
        Files.walkFileTree(folder, walk);
        return walk.bytes;
    }

    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new FolderWalk(true));
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        bytes += attributes.isRegularFile() ? attributes.size() : 0;
        if (deletes) {
            Files.deleteIfExists(file);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
        return unlessGone(problem);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) throws IOException {
        if (problem != null) {
            return unlessGone(problem);
        }
        if (deletes) {
            Files.deleteIfExists(folder);
        }
        return FileVisitResult.CONTINUE;
    }

    private static FileVisitResult unlessGone(IOException problem) throws IOException {
        if (problem instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw problem;
    }
}
