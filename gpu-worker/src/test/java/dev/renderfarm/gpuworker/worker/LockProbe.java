package dev.renderfarm.gpuworker.worker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A process that tries to hold a lock alone and ends: of the process that has it, the lock would be freed by looking. */
final class LockProbe {

    private static final int FREE = 10;
    private static final int HELD = 11;

    static boolean isFree(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockProbe.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int answer = process.waitFor();
        if (answer != FREE && answer != HELD) {
            throw new IllegalStateException("the probe ended with " + answer);
        }
        return answer == FREE;
    }

    public static void main(String[] arguments) throws IOException {
        boolean free;
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            free = channel.tryLock() != null;
        }
        System.exit(free ? FREE : HELD);
    }

    private LockProbe() {}
}
