package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.wire.Json;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ListCommandTest {

    private static final ListView<Batch> PAGE =
            ListView.of(List.of(Batches.inProgress(5, 1), Batches.completed(9, 11, 1)), Batch::id, true);

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldListBatchesInColumns() {
        // Given
        farm.on("GET /v1/batches?limit=20", PAGE);
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

    @Test
    void shouldListBatchesAsTheFarmWroteThem() {
        // Given
        farm.on("GET /v1/batches?limit=20", PAGE);
        // When
        console.run("list", "--json");
        // Then
        assertThat(console.out()).hasToString(Json.pretty(PAGE));
    }
}
