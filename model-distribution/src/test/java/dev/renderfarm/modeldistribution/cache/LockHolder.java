package dev.renderfarm.modeldistribution.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A process that holds a lock of a cache until its input ends, or until it is killed. */
final class LockHolder implements AutoCloseable {

    private final Process process;

    private LockHolder(Process process) {
        this.process = process;
    }

    /** @param what {@code use} or {@code change} */
    static LockHolder start(String what, Path file) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockHolder.class.getName(),
                        what,
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        InputStream out = process.getInputStream();
        if (out.read() != '1') {
            throw new IllegalStateException("the lock was not to be had");
        }
        return new LockHolder(process);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        var lock = arguments[0].equals("use") ? CacheLock.tryToUse(file) : CacheLock.tryToChange(file);
        try (CacheLock held = lock.orElseThrow()) {
            System.out.print('1');
            System.out.flush();
            var unused = System.in.readAllBytes();
        }
    }
}
