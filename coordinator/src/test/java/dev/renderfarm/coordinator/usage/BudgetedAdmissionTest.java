package dev.renderfarm.coordinator.usage;

import static dev.renderfarm.coordinator.usage.UsageBatches.MONDAY;
import static dev.renderfarm.coordinator.usage.UsageBatches.MONDAY_NOON;
import static dev.renderfarm.coordinator.usage.UsageBatches.SHOP;
import static dev.renderfarm.coordinator.usage.UsageBatches.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchStatus;
import dev.renderfarm.common.batch.Sharing;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.BatchId;
import dev.renderfarm.common.task.Lane;
import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.ledger.books.Samples;
import dev.renderfarm.coordinator.usage.UsageBatches.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetedAdmissionTest {

    private Instant now = MONDAY_NOON;
    private final BudgetBook budgets = new BudgetBook(
            new TenantBudgets(List.of("shop-a:open_batches=3", "*:completed_per_day=100"), Optional.empty()),
            () -> now,
            warning -> {});
    private final FarmUsage usage = new FarmUsage(budgets::look);
    private final BudgetedAdmission admission = new BudgetedAdmission(budgets, usage, () -> now);

    @Test
    void shouldLetSoManyBatchesBeOpenAndNoMore() {
        // Given
        open(1);
        // When
        admission.check(submit("batch_2"));
        admission.opened(submit("batch_2"));
        admission.check(submit("batch_3"));
        admission.opened(submit("batch_3"));
        // Then: before they were summed up and after
        refuses(submit("batch_4"), "has 3 batches that have not ended");
        open(3);
        refuses(submit("batch_4"), "its budget open_batches is 3");
        // When
        open(2);
        now = now.plusSeconds(60);
        // Then
        assertThatCode(() -> admission.check(submit("batch_4"))).doesNotThrowAnyException();
    }

    @Test
    void shouldTakeABatchAndNoPictureThatSomebodyWaitsForWhenTheDaysAreUsedUp() {
        // Given
        usage.begin(true);
        usage.ended(Plan.of("batch_0", SHOP, List.of(day(MONDAY, 100))).batch());
        usage.done(List.of());
        // Then
        assertThatCode(() -> admission.check(submit("batch_1"))).doesNotThrowAnyException();
        refuses(submit("batch_2").on(Lane.INTERACTIVE), "has used up its budget completed_per_day");
    }

    @Test
    void shouldLetEveryoneInWhileNothingIsKnown() {
        assertThatCode(() -> admission.check(submit("batch_1"))).doesNotThrowAnyException();
    }

    private void refuses(BatchCommand.Submit command, String why) {
        assertThatThrownBy(() -> admission.check(command))
                .isInstanceOfSatisfying(RequestRefusedException.class, refused -> assertThat(refused.code())
                        .isEqualTo(FailureCode.INSUFFICIENT_QUOTA))
                .hasMessageContaining(why);
    }

    private void open(int batches) {
        usage.begin(true);
        List<Batch> all = new ArrayList<>();
        for (int i = 1; i <= batches; i++) {
            all.add(Plan.of("batch_" + i, SHOP, List.of())
                    .in(BatchStatus.IN_PROGRESS, 10, 0)
                    .batch());
        }
        usage.done(all);
    }

    private static BatchCommand.Submit submit(String id) {
        return Samples.submit(new BatchId(id), new Sharing(SHOP, null));
    }
}
