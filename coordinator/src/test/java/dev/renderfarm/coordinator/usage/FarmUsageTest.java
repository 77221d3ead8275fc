package dev.renderfarm.coordinator.usage;

import static dev.renderfarm.coordinator.usage.UsageBatches.MONDAY;
import static dev.renderfarm.coordinator.usage.UsageBatches.MONDAY_NOON;
import static dev.renderfarm.coordinator.usage.UsageBatches.SHOP;
import static dev.renderfarm.coordinator.usage.UsageBatches.TINY;
import static dev.renderfarm.coordinator.usage.UsageBatches.day;
import static org.assertj.core.api.Assertions.assertThat;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.BatchUsage;
import dev.renderfarm.common.batch.UsageDay;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.task.Usage;
import dev.renderfarm.coordinator.batch.FakeBatchDirectory;
import dev.renderfarm.coordinator.batch.LedgerUnavailableException;
import dev.renderfarm.coordinator.scaling.OpenBatches;
import dev.renderfarm.coordinator.usage.UsageBatches.Plan;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FarmUsageTest {

    private static final LocalDate TUESDAY = MONDAY.plusDays(1);
    private static final LocalDate NEVER = LocalDate.of(9999, 1, 1);
    private static final TenantName OTHER = new TenantName("shop-b");

    private final FakeBatchDirectory directory = new FakeBatchDirectory();
    private final FarmUsage usage = new FarmUsage(after -> {});
    private Instant now = MONDAY_NOON;
    private OpenBatches looks = new OpenBatches(directory, () -> now, usage);

    @Test
    void shouldTellTenantsAndDaysApart() {
        // Given
        directory.put(Plan.of("batch_1", SHOP, List.of(day(MONDAY, 3), day(TUESDAY, 4)))
                .batch());
        directory.put(Plan.of("batch_2", OTHER, List.of(day(TUESDAY, 5))).batch());
        // When
        look();
        // Then
        assertThat(usage.of(SHOP, MONDAY, TUESDAY).completed()).isEqualTo(3);
        assertThat(usage.of(SHOP, MONDAY, NEVER).completed()).isEqualTo(7);
        assertThat(usage.of(SHOP, MONDAY, NEVER).cost("EUR")).isEqualByComparingTo("0.014");
        assertThat(usage.bytes(SHOP)).isEqualTo(70);
        assertThat(usage.between(TUESDAY, NEVER))
                .containsOnlyKeys(new FarmUsage.Key(SHOP, TINY, TUESDAY), new FarmUsage.Key(OTHER, TINY, TUESDAY));
    }

    @Test
    void shouldCountWhatAnEarlierReleaseHasOnTheDayOnWhichTheBatchBegan() {
        // Given: of five pictures one was counted by day
        Usage all = new Usage(BigDecimal.TEN, null);
        Plan plan = Plan.of("batch_1", SHOP, List.of(day(MONDAY, 4), day(TUESDAY, 1)));
        UsageDay told = day(TUESDAY, 1);
        directory.put(plan.batch(new BatchUsage(all, 5, UsageBatches.PRICE.of(all), List.of(told))));
        // When
        look();
        // Then
        assertThat(usage.of(SHOP, MONDAY, TUESDAY).completed()).isEqualTo(4);
        assertThat(usage.of(SHOP, MONDAY, TUESDAY).usage().deviceSeconds()).isEqualByComparingTo("8");
        assertThat(usage.of(SHOP, MONDAY, NEVER).usage()).isEqualTo(all);
        assertThat(usage.of(SHOP, MONDAY, NEVER).cost("EUR")).isEqualByComparingTo("0.01");
    }

    /** However often batches are met, end, come late, and the coordinator begins anew or cannot read them. */
    @TestFactory
    Stream<DynamicTest> shouldHaveEachBatchOnceWhateverHappens() {
        return LongStream.generate(() -> new Random().nextLong())
                .limit(20)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new FarmUsageTest().tell(seed)));
    }

    private void tell(long seed) {
        Random random = new Random(seed);
        Map<BatchId, Plan> plans = new HashMap<>();
        FarmUsage latest = usage;
        for (int step = 0; step < 400; step++) {
            now = now.plusMillis(random.nextInt(random.nextInt(20) == 0 ? 2_000_000 : 3_000));
            int dice = random.nextInt(20);
            if (dice < 5) {
                Plan plan = Plan.of(
                                String.format(Locale.ROOT, "batch_%05d", step),
                                random.nextBoolean() ? SHOP : OTHER,
                                List.of())
                        .in(BatchStatus.IN_PROGRESS, 1_000, 0)
                        .at(now.minusSeconds(random.nextInt(60)));
                plans.put(plan.id(), plan);
            } else if (dice < 14 && !plans.isEmpty()) {
                Plan plan = new ArrayList<>(plans.values()).get(random.nextInt(plans.size()));
                plans.put(plan.id(), onward(plan, random));
            } else if (dice == 14) {
                latest = new FarmUsage(after -> {});
                looks = new OpenBatches(directory, () -> now, latest);
            } else if (dice == 15) {
                directory.setAvailable(random.nextBoolean());
            } else if (random.nextInt(3) > 0) {
                tryToLook();
            }
            plans.values().forEach(plan -> directory.put(plan.batch()));
        }
        directory.setAvailable(true);
        look();
        for (TenantName tenant : List.of(SHOP, OTHER)) {
            UsageSum expected = plans.values().stream()
                    .filter(plan -> plan.tenant().equals(tenant))
                    .flatMap(plan -> plan.days().stream())
                    .map(day -> UsageSum.of(day, "EUR"))
                    .reduce(UsageSum.NOTHING, UsageSum::plus);
            UsageSum sum = latest.of(tenant, LocalDate.EPOCH, NEVER);
            assertThat(sum.completed()).as("with seed %s", seed).isEqualTo(expected.completed());
            assertThat(sum.usage()).as("with seed %s", seed).isEqualTo(expected.usage());
            assertThat(sum.cost("EUR")).as("with seed %s", seed).isEqualByComparingTo(expected.cost("EUR"));
            assertThat(latest.bytes(tenant)).isEqualTo(expected.bytes());
        }
    }

    /** One more picture, or the end. */
    private Plan onward(Plan plan, Random random) {
        if (plan.status() == BatchStatus.COMPLETED) {
            return plan;
        }
        if (random.nextInt(6) == 0) {
            return plan.in(BatchStatus.COMPLETED, plan.total(), 0);
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<UsageDay> days = new ArrayList<>(plan.days());
        if (days.isEmpty() || !days.get(days.size() - 1).date().equals(today)) {
            days.add(day(today, 1));
        } else {
            days.set(days.size() - 1, day(today, days.get(days.size() - 1).completed() + 1));
        }
        return new Plan(plan.id(), plan.status(), plan.tenant(), plan.model(), plan.createdAt(), 1_000, 0, days);
    }

    private void tryToLook() {
        try {
            looks.all();
        } catch (LedgerUnavailableException e) {
            assertThat(e).isNotNull();
        }
    }

    private List<Batch> look() {
        now = now.plusSeconds(2);
        return List.copyOf(looks.all());
    }
}
