package dev.renderfarm.coordinator.usage;

import static dev.renderfarm.coordinator.usage.UsageBatches.MONDAY;
import static dev.renderfarm.coordinator.usage.UsageBatches.MONDAY_NOON;
import static dev.renderfarm.coordinator.usage.UsageBatches.SHOP;
import static dev.renderfarm.coordinator.usage.UsageBatches.TINY;
import static dev.renderfarm.coordinator.usage.UsageBatches.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.renderfarm.common.api.UsageBucket;
import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.common.api.UsageResult;
import dev.renderfarm.common.id.ModelName;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.scaling.OpenBatches;
import dev.renderfarm.coordinator.usage.UsageBatches.Plan;
import dev.renderfarm.coordinator.usage.UsageQuery.Group;
import dev.renderfarm.coordinator.usage.UsageQuery.Width;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReportsTest {

    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final TenantName OTHER = new TenantName("shop-b");
    private static final ModelName LARGE = new ModelName("large");

    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FarmUsage usage = new FarmUsage(after -> {});
    private final UsageReports reports = new UsageReports(
            new OpenBatches(directory, InstantSource.fixed(MONDAY_NOON), usage),
            usage,
            directory,
            new BudgetBook(TenantBudgets.NONE, InstantSource.fixed(MONDAY_NOON), warning -> {}));

    UsageReportsTest() {
        directory.put(Plan.of("batch_1", SHOP, List.of(day(MONDAY, 3), day(TUESDAY, 4)))
                .batch());
        directory.put(
                Plan.of("batch_2", OTHER, List.of(day(TUESDAY, 5))).of(LARGE).batch());
        directory.put(Plan.of("batch_3", SHOP, List.of(day(TUESDAY, 6), day(LocalDate.of(2026, 4, 1), 7)))
                .batch());
    }

    @Test
    void shouldTellEachDayAlsoThoseWithoutAnything() {
        UsagePage page = page(query(MONDAY.minusDays(1), TUESDAY.plusDays(1), Width.DAY), 31, null);
        assertThat(page.data())
                .extracting(bucket -> bucket.startTime().toString(), UsageReportsTest::completed)
                .containsExactly(
                        tuple("2026-03-01T00:00:00Z", List.of()),
                        tuple("2026-03-02T00:00:00Z", List.of(3L)),
                        tuple("2026-03-03T00:00:00Z", List.of(15L)));
        assertThat(page.hasMore()).isFalse();
        UsageResult all = page.data().get(2).results().get(0);
        assertThat(all.tenant()).isNull();
        assertThat(all.bytes()).isEqualTo(150);
        assertThat(all.usage().deviceSeconds()).isEqualByComparingTo("30");
        assertThat(all.costs()).singleElement().satisfies(cost -> {
            assertThat(cost.value()).isEqualByComparingTo("0.03");
            assertThat(cost.currency()).isEqualTo("EUR");
        });
    }

    @Test
    void shouldTellTenantsAndModelsApartAndTakeOnlyWhatIsAskedFor() {
        UsagePage both = page(query(TUESDAY, TUESDAY.plusDays(1), Width.DAY, Group.TENANT, Group.MODEL), 31, null);
        assertThat(both.data().get(0).results())
                .extracting(UsageResult::tenant, UsageResult::model, UsageResult::completed)
                .containsExactly(tuple(SHOP, TINY, 10L), tuple(OTHER, LARGE, 5L));
        UsagePage one = page(new UsageQuery(TUESDAY, TUESDAY.plusDays(1), Width.DAY, Set.of(), OTHER, null), 31, null);
        assertThat(completed(one.data().get(0))).containsExactly(5L);
        UsagePage none = page(new UsageQuery(TUESDAY, TUESDAY.plusDays(1), Width.DAY, Set.of(), OTHER, TINY), 31, null);
        assertThat(completed(none.data().get(0))).isEmpty();
    }

    @Test
    void shouldTellWholeMonths() {
        UsagePage page = page(query(TUESDAY, LocalDate.of(2026, 4, 1).plusDays(3), Width.MONTH), 31, null);
        assertThat(page.data())
                .extracting(
                        bucket -> bucket.startTime().toString(),
                        bucket -> bucket.endTime().toString(),
                        UsageReportsTest::completed)
                .containsExactly(
                        tuple("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z", List.of(18L)),
                        tuple("2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z", List.of(7L)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 366})
    void shouldTellTheSameOnPagesOfAnySize(int limit) {
        UsageQuery query = query(LocalDate.of(2026, 2, 20), LocalDate.of(2026, 4, 5), Width.DAY, Group.TENANT);
        assertThat(all(query, limit)).isEqualTo(page(query, 366, null).data());
        UsageQuery byBatch = query(LocalDate.of(2026, 2, 20), LocalDate.of(2026, 4, 5), Width.DAY, Group.BATCH);
        assertThat(all(byBatch, limit).stream()
                        .flatMap(bucket -> bucket.results().stream())
                        .mapToLong(UsageResult::completed)
                        .sum())
                .isEqualTo(25);
    }

    @Test
    void shouldFindBatchesBehindManyOthersAndStopWhereNoneCanBe() {
        // Given
        for (int i = 0; i < 250; i++) {
            directory.put(Plan.of(String.format(Locale.ROOT, "batch_9%03d", i), OTHER, List.of())
                    .batch());
        }
        directory.put(Plan.of("batch_0", SHOP, List.of(day(TUESDAY, 1)))
                .at(MONDAY_NOON.minus(Duration.ofDays(90)))
                .batch());
        // When
        UsagePage page = page(query(TUESDAY, TUESDAY.plusDays(1), Width.DAY, Group.BATCH, Group.TENANT), 366, null);
        // Then
        assertThat(page.hasMore()).isFalse();
        assertThat(page.data()).singleElement().satisfies(bucket -> assertThat(bucket.results())
                .extracting(result -> String.valueOf(result.batch()), UsageResult::completed)
                .contains(tuple("batch_1", 4L), tuple("batch_3", 6L), tuple("batch_2", 5L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "2020-01-01", "2026-02-30", "99999999999"})
    void shouldKnowNoPageThatItHasNotNamed(String page) {
        assertThat(reports.page(query(MONDAY, TUESDAY, Width.DAY), 31, page)).isEmpty();
        assertThat(reports.page(query(MONDAY, TUESDAY, Width.DAY, Group.BATCH), 31, page))
                .isEmpty();
    }

    @Test
    void shouldWriteARowForEachResult() {
        UsagePage page = page(query(MONDAY, TUESDAY.plusDays(1), Width.DAY, Group.TENANT), 31, null);
        assertThat(UsageCsv.HEADER + UsageCsv.rows(page)).isEqualTo("""
                date,tenant,model,batch,completed,images,bytes,device_seconds,energy_joules,cost,currency
                2026-03-02,shop-a,,,3,3,30,6,,0.006,EUR
                2026-03-03,shop-a,,,10,10,100,20,,0.02,EUR
                2026-03-03,shop-b,,,5,5,50,10,,0.01,EUR
                """);
    }

    private List<UsageBucket> all(UsageQuery query, int limit) {
        List<UsageBucket> all = new ArrayList<>();
        String next = null;
        do {
            UsagePage page = page(query, limit, next);
            all.addAll(page.data());
            next = page.nextPage();
        } while (next != null);
        return all;
    }

    private UsagePage page(UsageQuery query, int limit, @Nullable String page) {
        return reports.page(query, limit, page).orElseThrow();
    }

    private static UsageQuery query(LocalDate from, LocalDate to, Width width, Group... groups) {
        return new UsageQuery(from, to, width, Set.of(groups), null, null);
    }

    private static List<Long> completed(UsageBucket bucket) {
        return bucket.results().stream().map(UsageResult::completed).toList();
    }
}
