package dev.renderfarm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.cli.api.FakeFarm;
import dev.renderfarm.common.api.BudgetKind;
import dev.renderfarm.common.api.BudgetView;
import dev.renderfarm.common.api.UsageBucket;
import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.common.api.UsageResult;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.common.wire.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class UsageCommandTest {

    private static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");
    private static final TenantName SHOP = new TenantName("shop-a");

    @AutoClose
    private final FakeFarm farm = new FakeFarm();

    private final FarmConsole console = new FarmConsole(farm);

    @Test
    void shouldTellAllPagesAndHowTenantsStandWithTheirBudgets() {
        // Given
        String asked = "GET /v1/usage?start_time=2026-03-02&group_by=tenant";
        farm.on(asked, page(0, "2026-03-03"));
        farm.on(asked + "&page=2026-03-03", page(1, null));
        // When
        int exitCode = console.run("usage", "--from", "2026-03-02", "--by", "tenant");
        // Then
        assertThat(exitCode).isZero();
        assertThat(console.out()).hasToString("""
                        DAY         TENANT  COMPLETED  DRAWN  BYTES  DEVICE SECONDS  COST
                        2026-03-02  shop-a  10         12     3000   20.5            0.0142 EUR
                        2026-03-03  shop-a  10         12     3000   20.5            0.0142 EUR

                        TENANT  BUDGET             USED  OF  PERCENT
                        shop-a  completed_per_day  10    10  100      used up until 2026-03-04T00:00:00Z
                        """);
    }

    @Test
    void shouldGiveAllPagesAsOneWhenAskedForJson() {
        farm.on("GET /v1/usage", page(0, "2026-03-03"));
        farm.on("GET /v1/usage?page=2026-03-03", page(1, null));
        console.run("usage", "--json");
        UsagePage all = Json.read(console.out().toString(), UsagePage.class);
        assertThat(all.data()).hasSize(2);
        assertThat(all.hasMore()).isFalse();
    }

    @Test
    void shouldPassOnTheSheet() {
        farm.on(
                "GET /v1/usage.csv?bucket_width=1mo&tenant=shop-a&model=tiny",
                200,
                "date,tenant\n2026-03-01,shop-a\n".getBytes(StandardCharsets.UTF_8));
        console.run("usage", "--csv", "--monthly", "--tenant", "shop-a", "--model", "tiny");
        assertThat(console.out()).hasToString("date,tenant\n2026-03-01,shop-a\n");
    }

    @Test
    void shouldAskForOneForm() {
        assertThat(console.run("usage", "--csv", "--json")).isEqualTo(2);
    }

    @Test
    void shouldSayWhenNothingWasHad() {
        farm.on("GET /v1/usage", new UsagePage(List.of(), false, null, List.of()));
        console.run("usage");
        assertThat(console.out()).hasToString("Nothing was had of the farm in that time.\n");
    }

    private static UsagePage page(int day, @Nullable String next) {
        Instant start = MONDAY.plus(Duration.ofDays(day));
        var result = new UsageResult(
                SHOP,
                null,
                null,
                10,
                12,
                3_000,
                new Usage(new BigDecimal("20.5"), null),
                List.of(new UsageResult.Amount(new BigDecimal("0.014236"), "EUR")));
        var budget = new BudgetView(
                SHOP,
                BudgetKind.COMPLETED_PER_DAY,
                BigDecimal.TEN,
                BigDecimal.TEN,
                1,
                100,
                true,
                MONDAY.plus(Duration.ofDays(2)));
        return new UsagePage(
                List.of(new UsageBucket(start, start.plus(Duration.ofDays(1)), List.of(result))),
                next != null,
                next,
                List.of(budget));
    }
}
