package dev.renderfarm.standalone.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarmAddressesTest {

    private static final FarmAddresses ADDRESSES = new FarmAddresses(
            URI.create("http://127.0.0.1:8080"), URI.create("http://127.0.0.1:9000"), "127.0.0.1:9092", 42);

    @TempDir
    Path directory;

    @Test
    void shouldBeWrittenAsTheCommandLineReadsIt() throws IOException {
        // Given
        Path file = directory.resolve("farm.json");
        // When
        ADDRESSES.write(file);
        // Then
        assertThat(Files.readString(file)).isEqualTo("""
                        {
                          "coordinator" : "http://127.0.0.1:8080",
                          "s3" : "http://127.0.0.1:9000",
                          "kafka" : "127.0.0.1:9092",
                          "pid" : 42
                        }
                        """);
    }

    @Test
    void shouldBeReadBack() {
        // Given
        Path file = directory.resolve("farm.json");
        ADDRESSES.write(file);
        // When, Then
        assertThat(FarmAddresses.read(file)).contains(ADDRESSES);
    }

    @Test
    void shouldBeAbsentWhenTheFileIsBroken() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("farm.json"), "{\"coordinator\":");
        // When, Then
        assertThat(FarmAddresses.read(file)).isEmpty();
    }
}
