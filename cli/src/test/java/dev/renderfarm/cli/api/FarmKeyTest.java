package dev.renderfarm.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FarmKeyTest {

    private static final URI HERE = URI.create("http://127.0.0.1:7");

    @TempDir
    Path home;

    @Test
    void shouldTakeTheVariableBeforeAnyFile() throws IOException {
        Path file = file(home.resolve("k"), "rf_file\n", "rw-------");
        assertThat(FarmKey.find(Map.of("RENDERFARM_API_KEY", "rf_a"), Optional.empty()))
                .hasValue("rf_a");
        assertThat(FarmKey.find(
                        Map.of("RENDERFARM_API_KEY", " rf_a ", "RENDERFARM_API_KEY_FILE", file.toString()),
                        Optional.empty()))
                .hasValue("rf_a");
        assertThat(FarmKey.find(Map.of("RENDERFARM_API_KEY_FILE", file.toString()), Optional.empty()))
                .hasValue("rf_file");
        assertThat(FarmKey.find(Map.of(), Optional.empty())).isEmpty();
    }

    @Test
    void shouldRefuseAFileThatOthersCanRead() throws IOException {
        Path file = file(home.resolve("k"), "rf_file", "rw-r-----");
        assertThatThrownBy(() -> FarmKey.find(Map.of("RENDERFARM_API_KEY_FILE", file.toString()), Optional.empty()))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("rf_file");
    }

    @Test
    void shouldNotRepeatWhatIsNoKey() {
        assertThatThrownBy(() -> FarmKey.find(Map.of("RENDERFARM_API_KEY", "rf_a\r\nHost: b"), Optional.empty()))
                .isInstanceOf(FarmException.class)
                .hasMessageNotContaining("Host");
    }

    @Test
    void shouldSendTheKeyOfAFarmToThatFarmAlone() throws IOException {
        // Given
        Path folder = Files.createDirectories(home.resolve(".renderfarm"));
        Files.writeString(
                folder.resolve("farm.json"),
                "{\"coordinator\":\"" + HERE + "\",\"pid\":"
                        + ProcessHandle.current().pid() + "}");
        file(folder.resolve("api-key"), "rf_here", "rw-------");
        // When
        FarmLocation location = new FarmLocation(Map.of(), home);
        // Then
        assertThat(location.key(HERE)).hasValue("rf_here");
        assertThat(location.key(URI.create("http://farm.example"))).isEmpty();
    }

    private static Path file(Path file, String text, String permissions) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
