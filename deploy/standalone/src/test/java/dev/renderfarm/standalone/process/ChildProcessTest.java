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
        return new ChildProcess(new ChildSpec(
                "child",
                URI.create("http://127.0.0.1:1"),
                command,
                Map.of(),
                directory,
                directory.resolve("child.log"),
                ready,
                Optional::empty,
                Duration.ofSeconds(20),
                Duration.ofSeconds(5)));
    }
}
