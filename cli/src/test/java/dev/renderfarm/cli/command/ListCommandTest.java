package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ListCommandTest {

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldListBatchesInColumns() {
        // Given
        farm.on(
                "GET /v1/batches?limit=20",
                Map.of(
                        "object",
                        "list",
                        "data",
                        List.of(Batches.inProgress(5, 1), Batches.completed(9, 11, 1)),
                        "has_more",
                        true));
        // When
        int exitCode = console.run("list");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out()).hasToString("""
                        BATCH          STATUS       DONE  FAILED  TOTAL  CREATED
                        batch_0123abc  in_progress  1     0       4      2026-01-02T03:04:05Z
                        batch_0123abc  completed    11    1       12     2026-01-02T03:04:05Z
                        There are more: farm list --limit N
                        """);
    }
}
