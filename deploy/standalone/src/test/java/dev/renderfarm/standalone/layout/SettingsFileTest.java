package dev.renderfarm.standalone.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {

    @TempDir
    Path directory;

    @Test
    void shouldWinOverTheEnvironmentButNotOverSystemProperties() throws IOException {
        // Given
        SettingsFile file = new SettingsFile(directory.resolve("worker 1.properties"));
        // When
        file.write(Map.of("renderfarm.worker.model-package", "C:\\models\\a b"));
        // Then, in the order of MicroProfile Config: environment 300, system properties 400
        Properties read = new Properties();
        try (var in = Files.newInputStream(file.path())) {
            read.load(in);
        }
        assertThat(read)
                .containsOnly(
                        Map.entry("renderfarm.worker.model-package", "C:\\models\\a b"),
                        Map.entry("config_ordinal", "350"));
    }

    @Test
    void shouldBeNamedByAnAddressThatSpacesDoNotBreak() {
        assertThat(new SettingsFile(Path.of("/data of mine/worker-1.properties")).property())
                .containsExactly(Map.entry("quarkus.config.locations", "file:///data%20of%20mine/worker-1.properties"));
    }
}
