package dev.renderfarm.standalone.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.standalone.layout.DataDirectory;
import dev.renderfarm.standalone.process.Server;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingProcessesIT {

    @TempDir
    Path directory;

    @Test
    void shouldSayHowToStartWhatItDoesNotStartItself() throws InterruptedException {
        // Given
        FarmSpec spec = FarmSpec.on(directory, Path.of("models/tiny"))
                .withoutCoordinator()
                .withWorkers(0)
                .withHttpPort(8123);
        try (StandaloneFarm farm = StandaloneFarm.start(spec)) {
            // When
            Map<String, List<String>> missing = farm.jvmArgumentsOfMissing();
            // Then
            assertThat(farm.started()).extracting(Server::name).containsExactly("broker", "s3");
            assertThat(missing).containsOnlyKeys("coordinator", "worker-1");
            assertThat(missing.get("coordinator")).contains("-Dquarkus.config.locations=" + settings("coordinator"));
            assertThat(missing.get("worker-1")).contains("-Dquarkus.config.locations=" + settings("worker-1"));
            assertThat(missing.toString())
                    .doesNotContain(farm.services().credentials().secretKey());
            assertThat(Path.of(settings("coordinator")))
                    .content()
                    .contains(farm.services().credentials().secretKey(), "quarkus.http.port=8123");
            assertThat(farm.url()).hasToString("http://127.0.0.1:8123");
            assertThatThrownBy(farm::coordinator).hasMessage("the farm starts no coordinator");
        }
    }

    private URI settings(String process) {
        return new DataDirectory(directory).settingsOf(process).path().toUri();
    }
}
