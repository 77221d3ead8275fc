package dev.renderfarm.modeldistribution.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWalkTest {

    private static final int TOGETHER = 3;

    @TempDir
    private Path machine;

    @RepeatedTest(5)
    void shouldEndWhenSeveralDeleteTheSame() throws Exception {
        // Given
        Path folder = machine.resolve("package");
        for (int i = 0; i < 300; i++) {
            Path deep = Files.createDirectories(folder.resolve("a" + i).resolve("b"));
            Files.write(deep.resolve("c"), new byte[10]);
        }
        CyclicBarrier start = new CyclicBarrier(TOGETHER);
        List<Callable<Void>> all = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            boolean counts = i == 0;
            all.add(() -> {
                start.await();
                if (counts) {
                    assertThat(FolderWalk.bytesOf(folder)).isBetween(0L, 3_000L);
                } else {
                    FolderWalk.delete(folder);
                }
                return null;
            });
        }
        // When
        ParallelWork.run(TOGETHER, all);
        // Then
        assertThat(folder).doesNotExist();
    }

    @Test
    void shouldCountTheBytesOfAllFiles() throws Exception {
        // Given
        Files.write(Files.createDirectories(machine.resolve("a/b")).resolve("c"), new byte[10]);
        Files.write(machine.resolve("d"), new byte[5]);
        // When / Then
        assertThat(FolderWalk.bytesOf(machine)).isEqualTo(15);
        assertThat(FolderWalk.bytesOf(machine.resolve("none"))).isZero();
    }
}
