package dev.renderfarm.standalone.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {

    @TempDir
    Path directory;

    private DataDirectory data;

    @BeforeEach
    void createDirectory() {
        data = new DataDirectory(directory.resolve("farm"));
        data.create();
    }

    @Test
    void shouldNameTheOtherFarmWhenTheDirectoryIsInUse() throws InterruptedException {
        // Given
        new FarmAddresses(
                        URI.create("http://127.0.0.1:8080"), URI.create("http://127.0.0.1:9000"), "127.0.0.1:9092", 42)
                .write(data.addresses());
        try (DataLock held = DataLock.acquire(data)) {
            assertThat(held).isNotNull();
            // When, Then
            assertThatThrownBy(() -> DataLock.acquire(data))
                    .isInstanceOf(DataInUseException.class)
                    .hasMessageContaining("process 42, http://127.0.0.1:8080")
                    .hasMessageContaining(data.root().toString())
                    .hasMessageContaining("stop it first");
        }
    }

    @Test
    void shouldGiveTheDirectoryBackWhenClosed() throws InterruptedException {
        // Given
        DataLock.acquire(data).close();
        // When
        DataLock again = DataLock.acquire(data);
        // Then
        assertThat(again).isNotNull();
        again.close();
    }
}
