package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.wire.Json;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        farm.on("GET /v1/batches?limit=2", PAGE);
        // When
        int exitCode = console.run("list", "--limit", "2");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out()).hasToString("""
                        BATCH          STATUS       DONE  FAILED  TOTAL  DONE BY  CREATED
                        batch_0123abc  in_progress  1     0       4      -        2026-01-02T03:04:05Z
                        batch_0123abc  completed    11    1       12     -        2026-01-02T03:04:05Z
                        There are more: farm list --all
                        """);
    }

    @Test
    void shouldListBatchesAsTheFarmWroteThem() {
        // Given
        farm.on("GET /v1/batches?limit=2", PAGE);
        // When
        console.run("list", "--json", "--limit=2");
        // Then
        assertThat(console.out()).hasToString(Json.pretty(PAGE));
    }

    @Test
    void shouldGoOnPastAPageForAsManyAsAreWanted() {
        // Given
        farm.on("GET /v1/batches?limit=1000", page(0, 1000, true))
                .on("GET /v1/batches?limit=500&after=batch_999", page(1000, 500, true))
                .on("GET /v1/batches?limit=1000&after=batch_999", page(1000, 700, false));
        // When
        console.run("list", "--limit", "1500");
        // Then
        assertThat(console.out().toString().lines())
                .hasSize(1 + 1500 + 1)
                .contains("batch_1499  in_progress  1     0       4      -        2026-01-02T03:04:05Z")
                .endsWith("There are more: farm list --all");
        // When
        FarmConsole other = new FarmConsole(farm);
        other.run("list", "--all");
        // Then
        assertThat(other.out().toString().lines())
                .hasSize(1 + 1700)
                .last()
                .asString()
                .startsWith("batch_1699");
    }

    @Test
    void shouldWriteSeveralPagesAsOneListOfJson() {
        // Given
        ListView<Batch> first = page(0, 1000, true);
        ListView<Batch> second = page(1000, 2, false);
        farm.on("GET /v1/batches?limit=1000", first).on("GET /v1/batches?limit=1000&after=batch_999", second);
        // When
        console.run("list", "--all", "--json");
        // Then
        List<Batch> all =
                Stream.concat(first.data().stream(), second.data().stream()).toList();
        assertThat(console.out()).hasToString(Json.pretty(ListView.of(all, Batch::id, false)));
    }

    @Test
    void shouldWriteAnEmptyListOfJson() {
        // Given
        ListView<Batch> none = ListView.of(List.of(), Batch::id, false);
        farm.on("GET /v1/batches?limit=20", none);
        // When
        console.run("list", "--json");
        // Then
        assertThat(console.out()).hasToString(Json.pretty(none));
    }

    @Test
    void shouldGoOnPastAPageInWhichNothingMatches() {
        // Given
        ListView<Batch> nothingYet = new ListView<>(List.of(), null, "batch_7", true);
        farm.on("GET /v1/batches?limit=20&state=to_review&q=red+mugs", nothingYet)
                .on("GET /v1/batches?limit=20&after=batch_7&state=to_review&q=red+mugs", page(3, 1, false));
        // When
        int exitCode = console.run("list", "--state", "to_review", "--search", "red mugs");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out().toString().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("batch_3 ");
    }

    @Test
    void shouldListWhatRendersLinesOfABatchAgain() {
        farm.on("GET /v1/batches?limit=20&parent=batch_7", page(8, 1, false));
        assertThat(console.run("list", "--parent", "batch_7")).isZero();
        assertThat(console.out().toString()).contains("batch_8 ");
    }

    @Test
    void shouldRefuseAStateThatThereIsNot() {
        assertThat(console.run("list", "--state", "broken")).isEqualTo(2);
        assertThat(farm.requests()).isEmpty();
    }

    @Test
    void shouldRefuseToListNothing() {
        assertThat(console.run("list", "--limit", "0")).isEqualTo(2);
        assertThat(console.err().toString()).contains("--limit must be 1 or more: 0");
        assertThat(farm.requests()).isEmpty();
    }

    private static ListView<Batch> page(int from, int size, boolean hasMore) {
        List<Batch> batches = IntStream.range(from, from + size)
                .mapToObj(number -> Batches.inProgress(new BatchId("batch_" + number)))
                .toList();
        return ListView.of(batches, Batch::id, hasMore);
    }
}
