package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.batch.HistoryEvent;
import dev.renderfarm.common.batch.HistoryKind;
import dev.renderfarm.common.batch.ReviewCounts;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.batch.WaitingFor;
import dev.renderfarm.common.wire.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HistoryCommandTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final String ID = Batches.ID.value();
    private static final String HISTORY = "GET /v1/batches/" + ID + "/history";

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldTellWhatHappenedToABatch() {
        // Given
        BatchHistory history = BatchHistory.NONE
                .and(HistoryEvent.of(HistoryKind.SUBMITTED, NOON))
                .and(HistoryEvent.counted(HistoryKind.VALIDATED, NOON.plusSeconds(2), 8))
                .and(HistoryEvent.waits(new WaitingFor(WaitingCode.BROKER, "the broker is away", NOON.plusSeconds(3))))
                .movesAt(NOON.plusSeconds(15))
                .and(HistoryEvent.paused(NOON.plusSeconds(20), WaitingCode.FAILURES))
                .and(HistoryEvent.reviewed(NOON.plusSeconds(60), new ReviewCounts(5, 1)));
        farm.on(HISTORY, 200, Json.bytes(new BatchHistory(history.data(), 4)));
        // When
        console.run("history", ID);
        // Then
        assertThat(console.out()).hasToString("""
                        WHEN                  UNTIL                 WHAT
                        2026-01-02T12:00:00Z                        submitted
                        2026-01-02T12:00:02Z                        validated 8 pictures
                        2026-01-02T12:00:03Z  2026-01-02T12:00:15Z  waited broker: the broker is away
                        2026-01-02T12:00:20Z                        paused failures
                        2026-01-02T12:01:00Z  2026-01-02T12:01:00Z  reviewed 5 approved, 1 rejected so far
                        4 of these happened besides.
                        """);
    }

    @Test
    void shouldSayWhenNothingIsKnown() {
        farm.on(HISTORY, 200, Json.bytes(new BatchHistory(List.of(), 0)));
        console.run("history", ID);
        assertThat(console.out()).hasToString("Nothing is known of what happened to it.\n");
    }
}
