package dev.renderfarm.coordinator.usage;

import static dev.renderfarm.coordinator.usage.UsageBatches.MONDAY;
import static dev.renderfarm.coordinator.usage.UsageBatches.MONDAY_NOON;
import static dev.renderfarm.coordinator.usage.UsageBatches.SHOP;
import static dev.renderfarm.coordinator.usage.UsageBatches.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.api.BudgetView;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.batch.WaitingCode;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.webhook.BudgetNotice;
import dev.renderfarm.coordinator.batch.Hindrance;
import dev.renderfarm.coordinator.fairness.Allowances.Claims;
import dev.renderfarm.coordinator.usage.UsageBatches.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets of a tenant, as time passes and usage grows. */
class BudgetBookTest {

    private static final Claims NOTHING = new Claims(0, 0, 0);

    private Instant now = MONDAY_NOON;
    private final List<BudgetWarning> warned = new ArrayList<>();
    private final FarmUsage usage = new FarmUsage(after -> {});

    @Test
    void shouldLeaveSoManyPicturesAsAreNeitherDeliveredNorUnderWay() {
        BudgetBook budgets = budgets("shop-a:completed_per_day=100");
        had(budgets, day(MONDAY, 60));
        assertThat(budgets.more(SHOP, NOTHING)).isEqualTo(40);
        assertThat(budgets.more(SHOP, new Claims(10, 5, 2))).isEqualTo(23);
        assertThat(budgets.more(SHOP, new Claims(50, 5, 2))).isZero();
        assertThat(budgets.more(new TenantName("shop-b"), NOTHING)).isEqualTo(Integer.MAX_VALUE);
        assertThat(budgets.hindrance(SHOP)).isEmpty();
    }

    @Test
    void shouldHoldUpWhenADaysPicturesAreUsedUpAndGoOnWithTheNext() {
        // Given
        BudgetBook budgets = budgets("shop-a:completed_per_day=100");
        // When
        had(budgets, day(MONDAY, 100));
        // Then
        assertThat(budgets.more(SHOP, NOTHING)).isZero();
        assertThat(budgets.hindrance(SHOP))
                .contains(new Hindrance(
                        WaitingCode.BUDGET,
                        "tenant shop-a has used up its budget completed_per_day, 100 of 100: it goes on at"
                                + " 2026-03-03T00:00:00Z or when the budget is raised"));
        // When
        now = Instant.parse("2026-03-03T00:00:00Z");
        budgets.look(usage);
        // Then
        assertThat(budgets.hindrance(SHOP)).isEmpty();
        assertThat(budgets.more(SHOP, NOTHING)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"device_seconds_per_month=40", "cost_per_month=0.04"})
    void shouldHoldUpWhenAMonthIsUsedUpAndGoOnWithTheNext(String budget) {
        // Given
        BudgetBook budgets = budgets("shop-a:" + budget);
        // When: two seconds of a device for each picture
        had(budgets, day(MONDAY.minusDays(5), 500), day(MONDAY.minusDays(1), 9), day(MONDAY, 10));
        // Then
        assertThat(budgets.more(SHOP, NOTHING)).isEqualTo(Integer.MAX_VALUE);
        had(budgets, day(MONDAY.minusDays(1), 9), day(MONDAY, 11));
        assertThat(budgets.more(SHOP, NOTHING)).isZero();
        assertThat(budgets.hindrance(SHOP))
                .get()
                .extracting(Hindrance::message)
                .asString()
                .contains("at 2026-04-01T00:00:00Z or when");
        // When
        now = Instant.parse("2026-04-01T00:00:00Z");
        budgets.look(usage);
        // Then
        assertThat(budgets.more(SHOP, NOTHING)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldGoOnAtOnceWhenABudgetIsRaised() {
        // Given
        had(budgets("shop-a:completed_per_day=100"), day(MONDAY, 100));
        // When: another process with other settings
        BudgetBook raised = budgets("shop-a:completed_per_day=150");
        raised.look(usage);
        // Then
        assertThat(raised.hindrance(SHOP)).isEmpty();
        assertThat(raised.more(SHOP, NOTHING)).isEqualTo(50);
    }

    @Test
    void shouldHoldUpWhileMoreBytesAreThereThanAreAllowed() {
        BudgetBook budgets = budgets("shop-a:bytes=1000");
        had(budgets, day(MONDAY.minusDays(90), 99), day(MONDAY, 1));
        assertThat(budgets.more(SHOP, NOTHING)).isZero();
        assertThat(budgets.hindrance(SHOP))
                .get()
                .extracting(Hindrance::message)
                .asString()
                .endsWith("bytes, 1000 of 1000: it goes on when the budget is raised");
    }

    @Test
    void shouldCapPicturesInFlightWithoutHoldingAnythingUp() {
        BudgetBook budgets = budgets("*:in_flight=8");
        budgets.look(usage);
        assertThat(budgets.more(SHOP, new Claims(5, 9, 9))).isEqualTo(3);
        assertThat(budgets.more(SHOP, new Claims(8, 0, 0))).isZero();
        assertThat(budgets.hindrance(SHOP)).isEmpty();
    }

    @Test
    void shouldGiveNothingOutBeforeItIsKnownWhatWasHad() {
        BudgetBook budgets = budgets("shop-a:completed_per_day=100");
        assertThat(budgets.more(SHOP, NOTHING)).isZero();
        assertThat(budgets.hindrance(SHOP)).isEmpty();
        assertThat(budgets.views(null)).isEmpty();
    }

    @Test
    void shouldWarnOnceAtHalfAtFourFifthsAndAtTheEnd() {
        BudgetBook budgets = budgets("shop-a:completed_per_day=100");
        for (int completed = 0; completed <= 120; completed += 5) {
            had(budgets, day(MONDAY, completed));
            had(budgets, day(MONDAY, completed));
        }
        assertThat(warned).extracting(BudgetWarning::percent).containsExactly(50, 80, 100);
        assertThat(warned).extracting(BudgetWarning::id).doesNotHaveDuplicates();
        // When: a day later
        now = now.plus(Duration.ofDays(1));
        had(budgets, day(MONDAY.plusDays(1), 85));
        assertThat(warned).hasSize(4).last().extracting(BudgetWarning::percent).isEqualTo(80);
    }

    @Test
    void shouldWarnAgainWithTheSameNameWhenTheProcessBeginsAnew() {
        had(budgets("shop-a:completed_per_day=100"), day(MONDAY, 85));
        had(budgets("shop-a:completed_per_day=100"), day(MONDAY, 85));
        assertThat(warned).hasSize(2);
        assertThat(warned.get(0).id()).isEqualTo(warned.get(1).id());
    }

    @Test
    void shouldTellAtWhatEachBudgetStandsForAsLongAsItDoes() {
        // Given
        BudgetBook budgets = budgets("shop-a:completed_per_day=100", "shop-a:in_flight=1");
        assertThat(budgets.warnings()).isEmpty();
        // When
        had(budgets, day(MONDAY, 85));
        had(budgets, day(MONDAY, 85));
        // Then
        assertThat(budgets.warnings())
                .singleElement()
                .extracting(BudgetWarning::notice)
                .isEqualTo(new BudgetNotice(SHOP, "completed_per_day", 80));
        now = now.plus(Duration.ofDays(1));
        had(budgets, day(MONDAY.plusDays(1), 0));
        assertThat(budgets.warnings()).isEmpty();
    }

    @Test
    void shouldTellOfBytesOnceAMonth() {
        BudgetBook budgets = budgets("shop-a:bytes=1000");
        had(budgets, day(MONDAY, 100));
        String today = budgets.warnings().get(0).id();
        now = now.plus(Duration.ofDays(1));
        String tomorrow = budgets.warnings().get(0).id();
        now = Instant.parse("2026-04-01T00:00:00Z");
        String nextMonth = budgets.warnings().get(0).id();
        assertThat(today).isEqualTo(tomorrow).isNotEqualTo(nextMonth);
    }

    @Test
    void shouldTellHowItStands() {
        BudgetBook budgets = budgets("shop-a:completed_per_day=200");
        had(budgets, day(MONDAY, 110));
        assertThat(budgets.views(null)).singleElement().satisfies(view -> {
            assertThat(view.used()).isEqualByComparingTo("110");
            assertThat(view.share()).isEqualTo(0.55);
            assertThat(view.warnedAt()).isEqualTo(50);
            assertThat(view.exhausted()).isFalse();
            assertThat(view.freesAt()).isEqualTo("2026-03-03T00:00:00Z");
        });
        assertThat(budgets.views(new TenantName("shop-b"))).isEqualTo(List.<BudgetView>of());
    }

    private BudgetBook budgets(String... entries) {
        return new BudgetBook(new TenantBudgets(List.of(entries), Optional.of("EUR")), () -> now, warned::add);
    }

    /** The tenant has had this by now, and no more. */
    private void had(BudgetBook budgets, UsageDay... days) {
        usage.begin(true);
        usage.done(List.of(Plan.of("batch_1", SHOP, List.of(days))
                .in(BatchStatus.IN_PROGRESS, 100_000, 0)
                .batch()));
        budgets.look(usage);
    }
}
