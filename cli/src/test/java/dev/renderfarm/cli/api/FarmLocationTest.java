package dev.renderfarm.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FarmLocationTest {

    @TempDir
    Path home;

    @TempDir
    Path elsewhere;

    @Test
    void shouldPreferTheOption() throws IOException {
        // Given
        running(home, "http://127.0.0.1:1");
        var location = new FarmLocation(Map.of("RENDERFARM_URL", "http://127.0.0.1:2"), home);
        // When, Then
        assertThat(location.find("https://farm.example/base")).hasToString("https://farm.example/base");
    }

    @Test
    void shouldTakeTheVariableBeforeTheRunningFarm() throws IOException {
        // Given
        running(home, "http://127.0.0.1:1");
        var location = new FarmLocation(Map.of("RENDERFARM_URL", "http://127.0.0.1:2"), home);
        // When, Then
        assertThat(location.find(null)).hasToString("http://127.0.0.1:2");
    }

    @Test
    void shouldFindTheFarmOfTheCheckoutFromAnywhere() throws IOException {
        // Given
        running(home, "http://127.0.0.1:1");
        var location = new FarmLocation(Map.of("RENDERFARM_HOME", home.toString()), elsewhere);
        // When, Then
        assertThat(location.find(null)).hasToString("http://127.0.0.1:1");
    }

    @Test
    void shouldFallBackWhenNoFarmRuns() {
        // Given
        var location = new FarmLocation(Map.of(), elsewhere);
        // When, Then
        assertThat(location.find(null)).hasToString("http://127.0.0.1:8080");
    }

    @Test
    void shouldPassOverTheFileThatADeadFarmLeft() throws IOException, InterruptedException {
        // Given the number of a process that has ended
        Process ended = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        ended.waitFor();
        running(elsewhere, "http://127.0.0.1:1", ended.pid());
        running(home, "http://127.0.0.1:2");
        var location = new FarmLocation(Map.of("RENDERFARM_HOME", home.toString()), elsewhere);
        // When, Then
        assertThat(location.find(null)).hasToString("http://127.0.0.1:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"coordinator\":\"http://127.0.0.1:1\"}", "{\"pid\":1}", "{", "null"})
    void shouldPassOverAFileThatDoesNotTellTheWhole(String content) throws IOException {
        // Given
        Files.createDirectories(home.resolve(".renderfarm"));
        Files.writeString(home.resolve(".renderfarm/farm.json"), content);
        var location = new FarmLocation(Map.of(), home);
        // When, Then
        assertThat(location.find(null)).hasToString("http://127.0.0.1:8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost:8080", "file:///etc/passwd", "http://", "http://a b"})
    void shouldRefuseWhatIsNoAddress(String text) {
        // Given
        var location = new FarmLocation(Map.of(), elsewhere);
        // When, Then
        assertThatThrownBy(() -> location.find(text))
                .isInstanceOf(FarmException.class)
                .hasMessageContaining("--url is not the address of a farm")
                .hasMessageContaining("http://127.0.0.1:8080");
    }

    private static void running(Path place, String url) throws IOException {
        running(place, url, ProcessHandle.current().pid());
    }

    private static void running(Path place, String url, long pid) throws IOException {
        Files.createDirectories(place.resolve(".renderfarm"));
        Files.writeString(
                place.resolve(".renderfarm/farm.json"), "{\"coordinator\":\"" + url + "\",\"pid\":" + pid + "}");
    }
}
