package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ShowCommandTest {

    private static final String ID = Batches.ID.value();
    private static final String BATCH = "GET /v1/batches/" + ID;

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldShowABatch() {
        // Given
        farm.on(BATCH, Batches.inProgress(3, 1));
        // When
        console.run("show", ID);
        // Then
        assertThat(console.out()).hasToString("""
                        batch_0123abc is in_progress
                          model     tiny
                          pictures  4: 1 completed, 3 waiting
                          retries   0
                          seed      7
                          created   2026-01-02T03:04:05Z
                          updated   2026-01-02T03:04:08Z
                          input     file-1
                          season = spring
                        """);
    }

    @Test
    void shouldShowWhatABatchTookAndCosts() {
        // Given
        Usage usage = new Usage(new BigDecimal("7200.25"), new BigDecimal("14300.5"));
        Cost cost = new DevicePrice(new BigDecimal("2.50"), "EUR").of(usage);
        farm.on(BATCH, Batches.using(new BatchUsage(usage, 4, cost)));
        // When
        console.run("show", ID);
        // Then
        assertThat(console.out().toString().lines())
                .contains("  usage     7200.25 device seconds, 14300.5 J, 5.000173611 EUR at 2.5 an hour");
    }

    @Test
    void shouldShowNoEnergyAndNoCostWhereThereIsNone() {
        // Given
        farm.on(BATCH, Batches.using(new BatchUsage(new Usage(new BigDecimal("7200.25"), null), 4, null)));
        // When
        console.run("show", ID);
        // Then
        assertThat(console.out().toString().lines()).contains("  usage     7200.25 device seconds");
    }

    @Test
    void shouldShowWhereTheFarmsUsersFindABatch() {
        // Given
        farm.on(BATCH, Batches.inProgress(3, 1), "Content-Location", "https://farm.example/v1/batches/" + ID);
        // When
        console.run("show", ID);
        // Then
        assertThat(console.out().toString().lines()).contains("  address   https://farm.example/v1/batches/" + ID);
    }

    @Test
    void shouldShowWhatWasFoundInTheInput() {
        // Given
        farm.on(BATCH, Batches.warned(3, new LineWarning(WarningCode.READ_AS_TEXT, 2, "prompt", "holds marks")));
        // When
        console.run("show", ID);
        // Then
        assertThat(console.out().toString()).endsWith("  warning: line 2, prompt: holds marks\n  and 1 more warning\n");
    }

    @Test
    void shouldShowHowManyLinesWereSkipped() {
        // Given
        farm.on(BATCH, Batches.skipped(3, 2, 2));
        // When
        console.run("show", ID);
        // Then
        assertThat(console.out().toString())
                .contains("  pictures  4: 2 completed, 2 failed\n  skipped   2 lines of the input, among the failed\n");
    }

    @Test
    void shouldShowWhyABatchStandsStillAndForHowLong() {
        // Given
        farm.on(BATCH, Batches.waiting(3, "no worker of model tiny is running", Instant.EPOCH.minusSeconds(200)));
        // When
        console.run("show", ID);
        // Then
        assertThat(console.out().toString().lines())
                .contains("  waits     for 3 min: no worker of model tiny is running");
    }

    @Test
    void shouldShowABatchAsTheFarmWroteIt() {
        // Given
        farm.on(BATCH, Batches.inProgress(3, 1));
        // When
        console.run("show", ID, "--json");
        // Then
        assertThat(console.out()).hasToString(Json.pretty(Batches.inProgress(3, 1)));
    }
}
