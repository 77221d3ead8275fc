package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.LineError;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.wire.Json;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WatchCommandTest {

    private static final String ID = Batches.ID.value();
    private static final String BATCH = "GET /v1/batches/" + ID;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    static Stream<Arguments> endings() {
        LineError error = new LineError(FailureCode.INVALID_REQUEST, 3, "size", "250x250 cannot be drawn by tiny");
        return Stream.of(
                Arguments.of(Batches.completed(2, 4, 0), 0, "batch_0123abc completed: 4: 4 completed"),
                Arguments.of(
                        Batches.completed(2, 3, 1),
                        10,
                        "errors.jsonl says why, by SKU. Try them again: farm retry batch_0123abc"),
                Arguments.of(Batches.skipped(2, 3, 1), 10, "Skipped 1 line of the input."),
                Arguments.of(Batches.skipped(2, 3, 1), 10, "errors.jsonl says why, by SKU."),
                Arguments.of(Batches.failed(2, error), 2, "  line 3, size: 250x250 cannot be drawn by tiny"),
                Arguments.of(
                        Batches.failed(2, new LineError(FailureCode.MODEL_NOT_FOUND, 2, "model", "no such model")),
                        3,
                        "  line 2, model: no such model"),
                Arguments.of(Batches.cancelled(2, 1, 3), 5, "batch_0123abc cancelled: 4: 1 completed, 3 cancelled"),
                Arguments.of(Batches.expired(2, 1, 3), 6, "batch_0123abc expired: 4: 1 completed, 3 cancelled"));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void shouldTellTheEndOfABatch(Batch end, int exitCode, String line) {
        // Given
        farm.on(BATCH, end);
        // When
        int actual = console.run("watch", ID);
        // Then
        assertThat(actual).isEqualTo(exitCode);
        assertThat(console.out().toString().lines()).contains(line);
        assertThat(console.err().toString()).isEmpty();
    }

    @Test
    void shouldTellOnceWhatWasFoundInTheInput() {
        // Given
        var warning = new LineWarning(WarningCode.READ_AS_TEXT, null, null, "holds marks");
        var later = new LineWarning(WarningCode.GIVEN_AS_URL, null, null, "by url");
        farm.on(BATCH, Batches.inProgress(1, 0))
                .onEvents(
                        BATCH + "/events",
                        Batches.warned(2, warning),
                        Batches.warned(3, warning),
                        Batches.warned(4, warning, later),
                        Batches.completed(5, 4, 0));
        // When
        console.run("watch", ID);
        // Then
        assertThat(console.out().toString().lines())
                .startsWith(
                        "in_progress 0/4",
                        "  warning: holds marks",
                        "  and 1 more warning",
                        "  warning: by url",
                        "completed 4/4");
    }

    @Test
    void shouldTellWhyABatchStandsStillWhenThatChanges() {
        // Given
        Instant since = Instant.EPOCH.minusSeconds(40);
        farm.on(BATCH, Batches.inProgress(1, 1))
                .onEvents(
                        BATCH + "/events",
                        Batches.waiting(2, "no worker is running", since),
                        Batches.waiting(3, "no worker is running", since),
                        Batches.waiting(4, "1 of 1 workers is set aside", since),
                        Batches.completed(5, 4, 0));
        // When
        console.run("watch", ID);
        // Then
        assertThat(console.out().toString().lines().filter(line -> line.contains("waits")))
                .containsExactly(
                        "  waits for 40 s: no worker is running", "  waits for 40 s: 1 of 1 workers is set aside");
    }

    @Test
    void shouldWriteNewsAsLinesOfJson() {
        // Given
        farm.on(BATCH, Batches.inProgress(1, 0)).onEvents(BATCH + "/events", Batches.completed(2, 4, 0));
        // When
        console.run("watch", ID, "--json");
        // Then
        assertThat(console.out().toString().lines())
                .containsExactly(Json.string(Batches.inProgress(1, 0)), Json.string(Batches.completed(2, 4, 0)));
    }

    @Test
    void shouldSayAtCtrlCThatTheBatchGoesOn() {
        // Given a watch that is broken off
        farm.on(BATCH, Batches.completed(1, 4, 0));
        console.run("watch", ID);
        // When
        console.interrupts().get(0).run();
        // Then
        assertThat(console.err().toString()).contains("The batch goes on. Watch it again: farm watch " + ID);
    }

    @Test
    void shouldKeepControlCharactersOfABatchsErrorsFromTheTerminal() {
        // Given
        farm.on(BATCH, Batches.failed(2, new LineError(FailureCode.INVALID_REQUEST, 3, "size", "\u001b[2J")));
        // When
        console.run("watch", ID);
        // Then
        assertThat(console.out().toString().lines()).contains("  line 3, size: \ufffd[2J");
    }
}
