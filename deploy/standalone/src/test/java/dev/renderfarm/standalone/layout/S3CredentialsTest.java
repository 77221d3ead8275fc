package dev.renderfarm.standalone.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3CredentialsTest {

    @TempDir
    Path directory;

    @Test
    void shouldKeepTheKeysThatWereDrawnFirst() {
        // Given
        DataDirectory data = created("farm");
        S3Credentials first = S3Credentials.of(data, new SecureRandom());
        // When
        S3Credentials second = S3Credentials.of(data, new SecureRandom());
        // Then
        assertThat(second).isEqualTo(first);
    }

    @Test
    void shouldDrawOthersForAnotherDirectory() {
        // Given
        S3Credentials one = S3Credentials.of(created("one"), new SecureRandom());
        // When
        S3Credentials other = S3Credentials.of(created("other"), new SecureRandom());
        // Then
        assertThat(other.secretKey()).isNotEqualTo(one.secretKey()).hasSize(40);
    }

    @Test
    void shouldLetNobodyElseReadTheFile() throws IOException {
        // Given
        DataDirectory data = created("farm");
        // When
        S3Credentials.of(data, new SecureRandom());
        // Then
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.s3().resolve("credentials.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldKeepTheSecretOutOfItsText() {
        // Given
        S3Credentials credentials = new S3Credentials("access", "hidden");
        // When
        String text = credentials.toString();
        // Then
        assertThat(text).contains("access").doesNotContain("hidden");
    }

    private DataDirectory created(String name) {
        DataDirectory data = new DataDirectory(directory.resolve(name));
        data.create();
        return data;
    }
}
