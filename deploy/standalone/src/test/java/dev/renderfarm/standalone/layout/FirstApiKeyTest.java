package dev.renderfarm.standalone.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstApiKeyTest {

    @TempDir
    private Path folder;

    @Test
    void shouldKeepWhatItHasDrawnForItsOwnerAlone() throws IOException {
        // Given
        DataDirectory data = new DataDirectory(folder);
        // When
        String first = FirstApiKey.of(data, new Random(1)).text();
        // Then
        assertThat(FirstApiKey.of(data, new Random(2)).text()).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.apiKey())))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldSayWhatToDoWhenTheFileHoldsNoKey() throws IOException {
        DataDirectory data = new DataDirectory(folder);
        Files.writeString(data.apiKey(), "rf_x");
        assertThatThrownBy(() -> FirstApiKey.of(data, new Random(1))).hasMessageContaining("delete it");
    }
}
