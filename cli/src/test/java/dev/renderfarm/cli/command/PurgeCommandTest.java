package dev.renderfarm.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.api.FakeFarm;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PurgeCommandTest {

    private static final String DELETE = "DELETE /v1/batches/batch_1";

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldDeleteNothingUnlessItIsToldTwice() {
        assertThat(console.run("purge", "batch_1")).isZero();
        assertThat(console.out()).hasToString("Say --yes to delete with all their pictures: batch_1\n");
    }

    @Test
    void shouldGoOnUntilTheBatchIsGone() {
        // Given
        farm.on(DELETE, 200, deleted(false, 10_000));
        farm.on(DELETE, 200, deleted(true, 20));
        // When
        int exitCode = console.run("purge", "batch_1", "--yes");
        // Then
        assertThat(exitCode).as(console.toString()).isZero();
        assertThat(console.out()).hasToString("batch_1 is purged, with 10020 objects\n");
    }

    @Test
    void shouldNeedEitherBatchesOrADay() {
        assertThat(console.run("purge")).isEqualTo(2);
        assertThat(console.run("purge", "batch_1", "--ended-before", "2026-01-31"))
                .isEqualTo(2);
        assertThat(console.err().toString()).contains("ids, or --ended-before");
    }

    private static byte[] deleted(boolean deleted, int objects) {
        return ("{\"id\":\"batch_1\",\"object\":\"batch\",\"deleted\":" + deleted + ",\"objects\":" + objects + "}")
                .getBytes(UTF_8);
    }
}
