package dev.renderfarm.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    Path directory;

    @Test
    void shouldLeaveStackFramesOutOfTheTail() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("log"), """
                ERROR cannot start
                \tat one.Two.three(Two.java:4)
                \t... 12 more
                Caused by: no memory
                \tat five.Six.seven(Six.java:8)

                """);
        // When
        String tail = new LogFile(file).tail();
        // Then
        assertThat(tail).isEqualTo("ERROR cannot start\nCaused by: no memory");
    }

    @Test
    void shouldShowTheEndOfALongLog() throws IOException {
        // Given
        String lines = IntStream.range(0, 50_000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        Path file = Files.writeString(directory.resolve("log"), lines);
        // When
        String tail = new LogFile(file).tail();
        // Then
        assertThat(tail).startsWith("49988\n").endsWith("\n49999");
    }

    @Test
    void shouldBeEmptyWhenThereIsNoLog() {
        assertThat(new LogFile(directory.resolve("absent")).tail()).isEmpty();
    }
}
