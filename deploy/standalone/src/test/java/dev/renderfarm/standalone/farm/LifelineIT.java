package dev.renderfarm.standalone.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.layout.DataLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifelineIT {

    @TempDir
    Path directory;

    @Test
    void shouldEndChildrenWhenTheirParentIsKilled() throws Exception {
        // Given
        Process parent = parent();
        List<Long> pids = childrenOf(parent);
        assertThat(pids).hasSize(2).allMatch(LifelineIT::isAlive);
        // When
        parent.destroyForcibly().waitFor();
        // Then
        await().atMost(Duration.ofSeconds(30)).until(() -> pids.stream().noneMatch(LifelineIT::isAlive));
    }

    @Test
    void shouldNotTakeTheDirectoryBeforeTheServersOfAKilledFarmAreGone() throws Exception {
        // Given a broker that cannot end yet
        Process parent = parent();
        long broker = childrenOf(parent).get(0);
        signal("STOP", broker);
        parent.destroyForcibly().waitFor();
        // When
        CompletableFuture<DataLock> lock = CompletableFuture.supplyAsync(this::acquire);
        // Then
        await().during(Duration.ofSeconds(1)).until(() -> !lock.isDone());
        signal("CONT", broker);
        assertThat(lock).succeedsWithin(Duration.ofSeconds(30));
        lock.join().close();
    }

    private DataLock acquire() {
        try {
            return DataLock.acquire(new DataDirectory(directory));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private Process parent() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Servers.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<Long> childrenOf(Process parent) throws IOException {
        try (BufferedReader out = parent.inputReader()) {
            return Arrays.stream(out.readLine().split(" ")).map(Long::valueOf).toList();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
