package dev.renderfarm.modeldistribution.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lock between processes of one machine, gone with the process that holds it, however that ends, or once this is
 * not reachable any more. Shared: uses the package. Not shared: fetches or removes it. Its file stays for ever.
 *
 * <p>A process must not open the file of a lock that it holds, and setting a file's time opens it: closing it again
 * frees the lock.
 */
final class CacheLock implements AutoCloseable {

    private final FileLock lock;

    private CacheLock(FileLock lock) {
        this.lock = lock;
    }

    static Optional<CacheLock> tryToUse(Path file) throws IOException {
        return tryToHold(file, true);
    }

    static Optional<CacheLock> tryToChange(Path file) throws IOException {
        return tryToHold(file, false);
    }

    private static Optional<CacheLock> tryToHold(Path file, boolean shared) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock held = null;
        try {
            held = lock(channel, shared);
            return Optional.ofNullable(held).map(CacheLock::new);
        } finally {
            if (held == null) {
                channel.close();
            }
        }
    }

    private static @Nullable FileLock lock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}
