package dev.renderfarm.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppFilesTest {

    @TempDir
    Path sources = Path.of("");

    @Test
    void shouldSendTheSourcesAsTheyAreAtTheMoment() throws IOException {
        // Given
        AppFiles files = new AppFiles(Optional.of(sources));
        Path app = Files.createDirectory(sources.resolve("app"));
        // When, Then
        Files.writeString(app.resolve("app.js"), "// one");
        assertThat(text(files, "/app/app.js")).isEqualTo("// one");
        Files.writeString(app.resolve("app.js"), "// two");
        assertThat(text(files, "/app/app.js")).isEqualTo("// two");
        assertThat(text(files, "/app/words.js")).as("as it was built").contains("export");
    }

    @Test
    void shouldSendNothingBesideTheSources() throws IOException {
        // Given
        Files.writeString(sources.resolve("secret.js"), "// not of the app");
        Path folder = Files.createDirectory(sources.resolve("web"));
        Files.createDirectory(folder.resolve("app"));
        AppFiles files = new AppFiles(Optional.of(folder));
        // When, Then
        assertThat(files.find("/app/../../secret.js")).isEmpty();
        assertThat(files.find("/app/x/../../../secret.js")).isEmpty();
        assertThat(files.find("/secret.js")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 20})
    void shouldFindThePageFirstAtAnyDepth(int depth) {
        AppFiles files = new AppFiles(Optional.empty());
        assertThat(new String(files.page(depth).content(), UTF_8)).contains("<script");
    }

    private static String text(AppFiles files, String path) {
        return new String(files.find(path).orElseThrow().content(), UTF_8);
    }
}
