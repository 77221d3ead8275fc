package dev.renderfarm.standalone.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSecretFileTest {

    @TempDir
    Path directory;

    @Test
    void shouldKeepTheSecretThatWasDrawnFirstForItsOwnerAlone() throws IOException {
        // Given
        DataDirectory data = new DataDirectory(directory);
        data.create();
        // When
        String first = WebhookSecretFile.of(data, new SecureRandom());
        // Then
        assertThat(first).hasSize(64);
        assertThat(WebhookSecretFile.of(data, new SecureRandom())).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("webhooks-secret"))))
                .isEqualTo("rw-------");
    }
}
