package dev.renderfarm.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    Path directory;

    @Test
    void shouldSayWhyWhenItEndsBeforeItIsReady() {
        // Given
        ChildProcess child = child(List.of(JAVA, "--no-such-option"), () -> false);
        // When, Then
        assertThatThrownBy(child::start)
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("child ended with exit code 1")
                .hasMessageContaining("--no-such-option")
                .hasMessageContaining(directory.resolve("child.log").toString());
    }

    @Test
    void shouldSayThatTheProgramIsMissing() {
        // Given
        ChildProcess child = child(List.of(directory.resolve("absent").toString()), () -> true);
        // When, Then
        assertThatThrownBy(child::start)
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("child cannot be started")
                .hasMessageContaining("absent");
    }

    @Test
    void shouldGiveUpOnWhatDoesNotMoveAndSayWhatItWaitedFor() {
        // Given
        ReadyCheck stuck = new ReadyCheck() {
            @Override
            public boolean isReady() {
                return false;
            }

            @Override
            public Optional<String> awaited() {
                return Optional.of("the moon");
            }
        };
        ChildProcess child = child(List.of("sleep", "1000"), stuck, Duration.ofMillis(1));
        // When, Then
        assertThatThrownBy(child::start)
                .isInstanceOf(ChildFailedException.class)
                .hasMessageContaining("child is not ready and nothing of it has moved for ")
                .hasMessageContaining("while it waited: the moon");
        child.close();
    }

    @Test
    void shouldKeepTheLogOfTheLastRun() throws IOException {
        // Given
        Files.writeString(directory.resolve("child.log"), "last run");
        // When
        child(List.of(JAVA), () -> true);
        // Then
        assertThat(directory.resolve("child.log.previous")).hasContent("last run");
        assertThat(directory.resolve("child.log")).doesNotExist();
    }

    @Test
    void shouldNotLiveBeforeItIsStarted() throws InterruptedException {
        // Given
        ChildProcess child = child(List.of(JAVA), () -> true);
        // When
        child.kill();
        child.stop();
        // Then
        assertThat(child.isAlive()).isFalse();
        assertThatThrownBy(child::pid).hasMessage("child has not been started");
    }

    private ChildProcess child(List<String> command, ReadyCheck ready) {
        return child(command, ready, Duration.ofSeconds(20));
    }

    private ChildProcess child(List<String> command, ReadyCheck ready, Duration patience) {
        return new ChildProcess(
                new ChildSpec(
                        "child",
                        URI.create("http://127.0.0.1:1"),
                        command,
                        Map.of(),
                        directory,
                        directory.resolve("child.log"),
                        ready,
                        Optional::empty,
                        patience,
                        Duration.ofSeconds(5)),
                news -> {});
    }
}
