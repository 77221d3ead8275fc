package dev.renderfarm.standalone.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ports that a farm means to use, told to the user's other farms before its processes listen. Each is a lock on a byte
 * of one file, which the operating system gives back however the process ends.
 */
final class PortClaims implements AutoCloseable {

    private static final Path FILE =
            Path.of(System.getProperty("java.io.tmpdir"), "renderfarm-ports-" + System.getProperty("user.name"));

    /** One for all farms of the process, never closed: to close any channel of a file gives back all locks on it. */
    private static @Nullable FileChannel shared;

    private final List<FileLock> locks = new ArrayList<>();

    /** @return false if another farm has it */
    boolean claim(int port) {
        try {
            FileLock lock = channel().tryLock(port, 1, false);
            if (lock == null) {
                return false;
            }
            locks.add(lock);
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + FILE + ", by which farms share out ports", e);
        }
    }

    /** Lets other farms have it. */
    void release(int port) {
        try {
            for (FileLock lock : locks) {
                if (lock.position() == port) {
                    lock.release();
                }
            }
            locks.removeIf(lock -> lock.position() == port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            for (FileLock lock : locks) {
                lock.release();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static synchronized FileChannel channel() throws IOException {
        FileChannel channel = shared;
        if (channel == null) {
            channel = FileChannel.open(FILE, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            shared = channel;
        }
        return channel;
    }
}
