package dev.renderfarm.coordinator.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.renderfarm.common.api.BudgetKind;
import dev.renderfarm.common.id.TenantName;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantBudgetsTest {

    @Test
    void shouldTakeWhatIsSaidOfATenantBeforeWhatIsSaidOfAll() {
        // Given
        var budgets = new TenantBudgets(
                List.of("*:open_batches=5", " shop-a : completed_per_day = 1000 ", "shop-a:open_batches=20"),
                Optional.empty());
        // Then
        assertThat(budgets.of(new TenantName("shop-a")))
                .isEqualTo(Map.of(
                        BudgetKind.COMPLETED_PER_DAY, new BigDecimal("1000"),
                        BudgetKind.OPEN_BATCHES, new BigDecimal("20")));
        assertThat(budgets.of(TenantName.DEFAULT)).isEqualTo(Map.of(BudgetKind.OPEN_BATCHES, new BigDecimal("5")));
        assertThat(budgets.named()).containsExactly(new TenantName("shop-a"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            shop-a=3                    | write NAME:BUDGET=LIMIT
            shop-a:pictures=3           | one of the budgets completed_per_day, device_seconds_per_month
            Shop:in_flight=3            | write NAME:BUDGET=LIMIT
            shop-a:in_flight=-3         | write NAME:BUDGET=LIMIT
            shop-a:in_flight=1.5        | write a whole number
            shop-a:cost_per_month=100   | set renderfarm.prices.currency
            """)
    void shouldSayWhatIsWrongAndHowToMendIt(String entry, String mend) {
        assertThatThrownBy(() -> new TenantBudgets(List.of(entry), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("renderfarm.tenants.budgets has \"" + entry + "\"")
                .hasMessageContaining(mend);
    }

    @Test
    void shouldRefuseABudgetThatIsSetTwice() {
        assertThatThrownBy(() -> new TenantBudgets(List.of("a:bytes=1", "a:bytes=2"), Optional.empty()))
                .hasMessageContaining("says so twice");
    }
}
