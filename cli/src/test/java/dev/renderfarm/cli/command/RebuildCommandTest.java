package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.api.FakeFarm;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class RebuildCommandTest {

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldGoOnThroughAllRecordsAndAddUpWhatCameOfThem() {
        // Given
        farm.on("POST /v1/batches/rebuild", 200, page(90, 10, "", "batch_5", true));
        farm.on("POST /v1/batches/rebuild?after=batch_5", 200, page(3, 0, "", "batch_8", false));
        // When
        int exitCode = console.run("rebuild");
        // Then
        assertThat(exitCode).as(console.toString()).isZero();
        assertThat(console.out()).hasToString("Known again: 93, known before: 10, too old: 0\n");
    }

    @Test
    void shouldNameWhatCouldNotBeRead() {
        // Given
        farm.on("POST /v1/batches/rebuild", 200, page(1, 0, "\"ended/batch_9.json\"", "batch_9", false));
        // When
        int exitCode = console.run("rebuild");
        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(console.out().toString()).contains("Known again: 1", "ended/batch_9.json");
    }

    private static byte[] page(int rebuilt, int known, String unreadable, String last, boolean more) {
        return ("{\"object\":\"batch.rebuild\",\"rebuilt\":" + rebuilt + ",\"known\":" + known
                        + ",\"forgotten\":0,\"unreadable\":[" + unreadable + "],\"last_id\":\"" + last
                        + "\",\"has_more\":"
                        + more + "}")
                .getBytes(UTF_8);
    }
}
