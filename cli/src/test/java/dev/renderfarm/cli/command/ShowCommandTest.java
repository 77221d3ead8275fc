package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.Batches;
import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.Cost;
import dev.renderfarm.common.batch.Course;
import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.batch.Eta;
import dev.renderfarm.common.batch.Forecast;
import dev.renderfarm.common.batch.LineWarning;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.batch.WarningCode;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
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
                          tenant    default
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
    void shouldShowWhoseItIsAndWhenItWillBeDone() {
        // Given
        Eta eta = new Eta(Instant.EPOCH.plusSeconds(540), Instant.EPOCH.plusSeconds(840));
        Sharing sharing = new Sharing(new TenantName("shop-a"), 20);
        farm.on(BATCH, Batches.shared(Batches.inProgress(3, 1), sharing, new Course(0, eta, null)));
        // When
        console.run("show", ID);
        // Then
        assertThat(console.out().toString().lines())
                .contains(
                        "  done      in 9 min, at 1970-01-01T00:09:00Z; in 14 min with a certainty of 90 %",
                        "  tenant    shop-a, at most 20 in flight");
    }

    @Test
    void shouldShowHowForecastsTurnedOut() {
        // Given
        Instant end = Instant.EPOCH.plusSeconds(548);
        Forecast early = new Forecast(
                25, Instant.EPOCH, Instant.EPOCH.plusSeconds(540), Instant.EPOCH.plusSeconds(840), null, null);
        Forecast late = new Forecast(
                75, Instant.EPOCH, Instant.EPOCH.plusSeconds(450), Instant.EPOCH.plusSeconds(500), null, null);
        Course course = new Course(0, null, List.of(early.scored(end), late.scored(end)));
        farm.on(BATCH, Batches.shared(Batches.completed(3, 4, 0), Sharing.DEFAULT, course));
        // When
        console.run("show", ID);
        // Then
        assertThat(console.out().toString().lines())
                .contains(
                        "  forecast  of 1970-01-01T00:00:00Z, at 25 %: 8 s late, within the 90 %",
                        "  forecast  of 1970-01-01T00:00:00Z, at 75 %: 1 min 38 s late, beyond the 90 %");
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
