package dev.renderfarm.webtests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.renderfarm.browser.EachLook;
import dev.renderfarm.browser.Look;
import dev.renderfarm.browser.Tab;
import dev.renderfarm.common.api.BudgetKind;
import dev.renderfarm.common.api.BudgetView;
import dev.renderfarm.common.api.UsageBucket;
import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.common.api.UsageResult;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.webtests.fake.FakeFarm;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage and budgets, below Settings. */
@QuarkusTest
class UsagePageTest extends PageTest {

    private static final String MODULE = "/app/usage-time.js";
    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
    private static final TenantName SHOP = new TenantName("shop-a");

    @BeforeEach
    void prepare() {
        FakeFarm.answerAll(api);
        api.on("GET", "/v1/usage", usage(bucket(0, had(1_200, "33.5")), bucket(1), bucket(2, had(34, "1.25"))));
    }

    @EachLook
    void shouldShowWhatWasHadAndHowTenantsStand(Look look, Tab tab) {
        // When
        Page page = tab.in(look).open("/settings/usage");
        // Then
        Locator days = table(page, "had").locator("tbody tr");
        assertThat(days).hasCount(2);
        assertThat(days.first()).containsText("34");
        assertThat(days.last()).containsText("1,200");
        assertThat(table(page, "had").locator("tfoot")).containsText("1,234");
        assertThat(table(page, "had").locator("tfoot")).containsText("34.75");
        assertThat(table(page, "budgets").locator("tbody tr")).hasCount(BudgetKind.values().length);
        assertThat(table(page, "budgets").locator(".pill.bad")).hasCount(1);
        assertThat(page.locator(".tabs a[aria-current=page]")).hasCount(1);
        tab.shouldBeAccessible();
        tab.screenshot("usage-" + look.label());
    }

    @Test
    void shouldAskForTheTimeAndTheGroupsThatTheAddressNames(Tab tab) {
        // Given
        Page page = tab.open("/settings/usage");
        assertThat(table(page, "had")).isVisible();
        // When
        page.locator("select[name=time]").selectOption("year");
        page.locator("select[name=by]").selectOption("tenant,model");
        // Then
        assertThat(table(page, "had").locator("thead")).containsText("Tenant");
        assertThat(table(page, "had").locator("tbody tr").first()).containsText("March 2026");
        assertThat(page.url()).contains("time=year").contains("by=tenant%2Cmodel");
        assertThat(page.locator("a[download]"))
                .hasAttribute("href", Pattern.compile(".*/v1/usage[.]csv[?].*bucket_width=1mo.*"));
        // When
        table(page, "had").locator("tbody a").first().click();
        // Then
        assertThat(page.locator("button.chip")).containsText("Only shop-a");
        page.waitForCondition(() -> api.asked("GET", "/v1/usage").stream()
                .anyMatch(asked -> asked.query().contains("tenant=shop-a")
                        && asked.query().contains("bucket_width=1mo")
                        && asked.query().contains("group_by=tenant%2Cmodel")));
        // When
        page.locator("button.chip").click();
        // Then
        assertThat(page.locator("button.chip")).hasCount(0);
        assertThat(page.url()).doesNotContain("tenant=shop-a");
    }

    @Test
    void shouldSayWhereNothingWasHadOrCanBeAsked(Tab tab) {
        api.on("GET", "/v1/usage", new UsagePage(List.of(bucket(0)), false, null, List.of()));
        Page page = tab.open("/settings/usage");
        assertThat(page.locator("main")).containsText("Nothing was had in this time.");
        assertThat(page.locator("main table")).hasCount(0);
        // When
        api.refuse("GET", "/v1/usage", FailureCode.BROKER_UNAVAILABLE, FakeFarm.HOSTILE);
        tab.expecting(503, "/v1/usage");
        page.locator("select[name=time]").selectOption("before");
        // Then
        assertThat(page.locator("main [role=alert]")).containsText(FakeFarm.HOSTILE);
    }

    @Test
    void shouldCountInDaysAndMonthsOfUtc(Tab tab) {
        assertThat(tab.module(MODULE, """
                m => m.TIMES.map(time =>
                  JSON.stringify(m.usageTime(time, new Date('2026-01-31T23:59:59Z'))))"""))
                .isEqualTo(List.of(
                        "{\"start_time\":\"2026-01-01\"}",
                        "{\"start_time\":\"2025-12-01\",\"end_time\":\"2026-01-01\"}",
                        "{\"start_time\":\"2025-02-01\",\"bucket_width\":\"1mo\"}"));
    }

    @Test
    void shouldAddUpEachCurrencyByItselfAndNoEnergyThatNobodyKnows(Tab tab) {
        assertThat(tab.module(MODULE, """
                m => {
                  const euros = { completed: 1, costs: [{ value: 2, currency: 'EUR' }], energy_joules: null };
                  const dollars = { completed: 2, costs: [{ value: 3, currency: 'USD' }, { value: 4, currency: 'EUR' }] };
                  const sum = m.usageSum([euros, dollars]);
                  const some = m.usageSum([euros, { energy_joules: 5 }]);
                  return [sum.completed, sum.energy_joules === null, some.energy_joules, JSON.stringify(sum.costs)];
                }"""))
                .isEqualTo(
                        List.of(3, true, 5, "[{\"value\":6,\"currency\":\"EUR\"},{\"value\":3,\"currency\":\"USD\"}]"));
    }

    private static Locator table(Page page, String heading) {
        return page.locator("section[aria-labelledby=" + heading + "] table");
    }

    private static UsagePage usage(UsageBucket... buckets) {
        List<BudgetView> budgets = Arrays.stream(BudgetKind.values())
                .map(kind -> kind == BudgetKind.COMPLETED_PER_DAY ? budget(kind, 5_000, 100) : budget(kind, 4_100, 80))
                .toList();
        return new UsagePage(List.of(buckets), false, null, budgets);
    }

    /** @param used of 5,000 */
    private static BudgetView budget(BudgetKind kind, int used, int warnedAt) {
        return new BudgetView(
                SHOP,
                kind,
                new BigDecimal("5000"),
                new BigDecimal(used),
                used / 5_000.0,
                warnedAt,
                used == 5_000,
                kind.period() == BudgetKind.Period.NONE ? null : FIRST.plus(Duration.ofDays(31)));
    }

    private static UsageBucket bucket(int day, UsageResult... results) {
        Instant begins = FIRST.plus(Duration.ofDays(day));
        return new UsageBucket(begins, begins.plus(Duration.ofDays(1)), List.of(results));
    }

    private static UsageResult had(long pictures, String euros) {
        return new UsageResult(
                SHOP,
                new ModelName("z-image-turbo"),
                null,
                pictures,
                pictures + 3,
                pictures * 1_200_000,
                new Usage(new BigDecimal(pictures), new BigDecimal(pictures * 300)),
                List.of(new UsageResult.Amount(new BigDecimal(euros), "EUR")));
    }

    /** Where a farm asks for keys, only an admin may look at the trail. */
    @Test
    void shouldOfferTheTrailToAdminsAlone(Tab tab) {
        api.on("GET", "/v1/session", Map.of("object", "session", "keyed", true, "role", "viewer", "name", "k"));
        Page page = tab.open("/settings/usage");
        assertThat(table(page, "had")).isVisible();
        assertThat(page.locator(".tabs a")).hasCount(2);
    }
}
